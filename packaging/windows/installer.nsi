; The installer for one person on Windows: no administrator is asked, nothing outside her own folders and her own part of the
; registry is touched. The gaps (names in two braces) are filled by Tauri's bundler when a release is made and by
; `cargo xtask package --windows` on Linux, which installs and removes the result under wine: so what is tested is what is shipped.
;
;   /S                 asks nothing, shows nothing; ends with 2 and changes nothing while the program is open
;   /P                 shows how far it is and asks nothing (the updater's way)
;   /UPDATE            makes no shortcut that its owner has removed, and leaves WebView2 alone
;   /R [/ARGS …]       with /S or /P: starts the program afterwards
;   /D=FOLDER          somewhere else; the last of all, without quotes
;   /WEBVIEW2=FILE     Microsoft's own installer of WebView2, for a computer without it and without a network
;   uninstall.exe /S   keeps the profile; with /FORGET it goes too

ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel user
; A file that cannot be written ends it, where one may otherwise go on with half of them.
AllowSkipFiles off

; The bundler's signed copies of the plugins, when it signs.
!if "{{signed_plugins_path}}" != ""
  !addplugindir "{{signed_plugins_path}}"
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "{{product_name}}"
!define VERSION "{{version}}"
!define PUBLISHER "{{manufacturer}}"
!define IDENTIFIER "{{bundle_id}}"
!define PROGRAM "{{main_binary_name}}.exe"
!define PROGRAM_FROM "{{main_binary_path}}"
!define LOADER "WebView2Loader.dll"
!define SCHEME "{{deep_link_protocols.[0]}}"
!define SIGN "{{uninstaller_sign_cmd}}"

!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define LINKS "Software\Classes\${SCHEME}"
; Notifications come under this name; without it Windows shows none of a program that no store installed.
!define NOTIFIES "Software\Classes\AppUserModelId\${IDENTIFIER}"
; Where both of Microsoft's installers of WebView2 note its version, for all and for one person.
!define RUNTIME "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define RUNTIME_FROM "https://go.microsoft.com/fwlink/p/?LinkId=2124703"
!define RUNTIME_PAGE "https://developer.microsoft.com/microsoft-edge/webview2/"

Name "${NAME}"
OutFile "{{out_file}}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
; An installation somewhere else is replaced where it is.
InstallDirRegKey HKCU "${LISTED}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

!if "${SIGN}" != ""
  !uninstfinalize '${SIGN}'
!endif

Var Passive
Var Update
Var Tries
Var Forget

!define MUI_ICON "{{installer_icon}}"
!define MUI_UNICON "{{installer_icon}}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "{{sidebar_image}}"
!define MUI_ABORTWARNING
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipIfPassive
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipIfPassive
!insertmacro MUI_PAGE_FINISH

UninstPage custom un.Ask un.Asked
!insertmacro MUI_UNPAGE_INSTFILES

; The first is for every other language. Windows' own language chooses, without a question.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Indonesian"

!macro SAYS KEY ENGLISH INDONESIAN
  LangString ${KEY} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${KEY} ${LANG_INDONESIAN} "${INDONESIAN}"
!macroend
!define Says "!insertmacro SAYS"
${Says} tooOld "${NAME} needs 64-bit Windows 10 or newer." "${NAME} memerlukan Windows 10 64-bit atau yang lebih baru."
${Says} waits "Waiting for ${NAME} to close…" "Menunggu ${NAME} ditutup…"
${Says} isOpen "${NAME} is open. Close its window, then try again: nothing was changed yet." "${NAME} masih terbuka. Tutup jendelanya, lalu coba lagi: belum ada yang diubah."
${Says} webviewFetches "Fetching Microsoft Edge WebView2…" "Mengambil Microsoft Edge WebView2…"
${Says} webviewInstalls "Installing Microsoft Edge WebView2…" "Memasang Microsoft Edge WebView2…"
${Says} webviewLacks "${NAME} is installed, but this computer has no Microsoft Edge WebView2, which draws its window, and it could not be fetched. Install it from Microsoft, then start ${NAME}. Open Microsoft's page now?$\r$\n$\r$\n${RUNTIME_PAGE}" "${NAME} sudah terpasang, tetapi komputer ini belum punya Microsoft Edge WebView2, yang menampilkan jendelanya, dan WebView2 tidak dapat diambil. Pasang dari Microsoft, lalu buka ${NAME}. Buka halaman Microsoft sekarang?$\r$\n$\r$\n${RUNTIME_PAGE}"
${Says} removeTitle "Remove ${NAME}" "Hapus ${NAME}"
${Says} removeAbout "The program is removed from this computer. Your stores in the cloud stay as they are." "Program ini dihapus dari komputer ini. Toko Anda di cloud tidak berubah."
${Says} forget "Also remove what ${NAME} keeps here for me" "Hapus juga yang disimpan ${NAME} di sini untuk saya"
${Says} forgetAbout "Stores as last seen, settings, and changes that were not sent yet: those are lost. Sign out first to end your session as well." "Data toko yang terakhir terlihat, pengaturan, dan perubahan yang belum terkirim: semuanya hilang. Keluar dulu bila sesi masuk Anda juga harus berakhir."

VIProductVersion "{{version_with_build}}"
!macro DESCRIBED LANGUAGE
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "${PUBLISHER}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "{{copyright}}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
!macroend
!insertmacro DESCRIBED ${LANG_ENGLISH}
!insertmacro DESCRIBED ${LANG_INDONESIAN}

; A program that runs holds its file: it cannot be replaced, and it is not cut off. One that was just closed has what it
; needs to end; then whoever sits there is asked, and nobody is where it is silent.
!macro WAIT_UNTIL_CLOSED UN
  Function ${UN}WaitUntilClosed
    StrCpy $Tries 40
    ${IfNot} ${Silent}
    ${AndIf} $Update <> 1
      StrCpy $Tries 8
    ${EndIf}
    ${While} ${FileExists} "$INSTDIR\${PROGRAM}"
      ClearErrors
      FileOpen $0 "$INSTDIR\${PROGRAM}" a
      ${IfNot} ${Errors}
        FileClose $0
        Return
      ${EndIf}
      ${If} $Tries > 0
        DetailPrint "$(waits)"
        IntOp $Tries $Tries - 1
        Sleep 250
      ${ElseIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(isOpen)" /SD IDCANCEL IDCANCEL`
        Abort "$(isOpen)"
      ${EndIf}
    ${EndWhile}
  FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(tooOld)" /SD IDOK
    Abort
  ${EndIf}
  ${GetParameters} $R0
  StrCpy $Passive 0
  ClearErrors
  ${GetOptions} $R0 "/P" $R1
  ${IfNot} ${Errors}
    StrCpy $Passive 1
  ${EndIf}
  StrCpy $Update 0
  ClearErrors
  ${GetOptions} $R0 "/UPDATE" $R1
  ${IfNot} ${Errors}
    StrCpy $Update 1
  ${EndIf}
FunctionEnd

Function SkipIfPassive
  ${If} $Passive = 1
    Abort
  ${EndIf}
FunctionEnd

; $0: the runtime's version, or nothing.
Function FindRuntime
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${RUNTIME}" "pv"
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    ReadRegStr $0 HKCU "Software\${RUNTIME}" "pv"
  ${EndIf}
  ${If} $0 == "0.0.0.0"
    StrCpy $0 ""
  ${EndIf}
FunctionEnd

; Installs WebView2 by the file that was named, or by Microsoft's, fetched from Microsoft. One that merely lies beside this
; installer is not run: any page can put a file among the downloads.
Function GetRuntime
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/WEBVIEW2=" $1
  ${If} ${Errors}
    StrCpy $1 ""
    !if "{{install_webview2_mode}}" == "downloadBootstrapper"
      InitPluginsDir
      StrCpy $1 "$PLUGINSDIR\MicrosoftEdgeWebview2Setup.exe"
      DetailPrint "$(webviewFetches)"
      ; By Windows itself, which knows the network's proxy and checks the certificate.
      System::Call 'urlmon::URLDownloadToFileW(p 0, w "${RUNTIME_FROM}", w r1, i 0, p 0) i .r2'
      ${If} $2 <> 0
        StrCpy $1 ""
      ${EndIf}
    !endif
  ${EndIf}
  ${If} $1 != ""
    DetailPrint "$(webviewInstalls)"
    ClearErrors
    ExecWait '"$1" {{webview2_installer_args}} /install'
  ${EndIf}
FunctionEnd

Section
  Call WaitUntilClosed
  SetOutPath "$INSTDIR"
  File "/oname=${PROGRAM}" "${PROGRAM_FROM}"
  ; Built by mingw, the program loads it from beside itself; built by Microsoft's compiler, it has it inside.
  !ifdef LOADER_FROM
    File "/oname=${LOADER}" "${LOADER_FROM}"
  !else
    Delete "$INSTDIR\${LOADER}"
  !endif

  ; Whether this is the first time decides about the shortcut, so look before it is written down.
  ReadRegStr $1 HKCU "${LISTED}" "DisplayVersion"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${LISTED}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K /G=0" $0 $2 $3
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" $0

  WriteRegStr HKCU "${LINKS}" "" "URL:${NAME}"
  WriteRegStr HKCU "${LINKS}" "URL Protocol" ""
  WriteRegStr HKCU "${LINKS}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${LINKS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${NOTIFIES}" "DisplayName" "${NAME}"

  ${If} $Update <> 1
  ${OrIf} $1 == ""
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}

  ${If} $Update <> 1
    Call FindRuntime
    ${If} $0 == ""
      Call GetRuntime
      Call FindRuntime
      ${If} $0 == ""
        ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONINFORMATION "$(webviewLacks)" /SD IDNO IDYES`
          ExecShell "open" "${RUNTIME_PAGE}"
        ${EndIf}
      ${EndIf}
    ${EndIf}
  ${EndIf}

  ${If} $Passive = 1
    SetAutoClose true
  ${EndIf}
SectionEnd

Function .onInstSuccess
  ${If} $Passive = 1
  ${OrIf} ${Silent}
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/R" $R1
    ${IfNot} ${Errors}
      ; Nothing, where there are none.
      ${GetOptions} $R0 "/ARGS" $R1
      Exec '"$INSTDIR\${PROGRAM}" $R1'
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  StrCpy $Update 0
  StrCpy $Forget 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/FORGET" $R1
  ${IfNot} ${Errors}
    StrCpy $Forget 1
  ${EndIf}
FunctionEnd

Var ForgetBox

Function un.Ask
  !insertmacro MUI_HEADER_TEXT "$(removeTitle)" "${NAME} ${VERSION}"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 20u "$(removeAbout)"
  Pop $0
  ${NSD_CreateCheckbox} 0 32u 100% 12u "$(forget)"
  Pop $ForgetBox
  ${NSD_CreateLabel} 12u 46u -12u 40u "$(forgetAbout)"
  Pop $0
  nsDialogs::Show
FunctionEnd

Function un.Asked
  ${NSD_GetState} $ForgetBox $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $Forget 1
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.WaitUntilClosed
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${LOADER}"
  Delete "$INSTDIR\uninstall.exe"
  ; Only when it is empty: what else somebody put there is not ours.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"

  ; Another installation may have taken the links over. By the folder as it was written down: this may have been started by another
  ; spelling of it.
  ReadRegStr $0 HKCU "${LINKS}\shell\open\command" ""
  ReadRegStr $1 HKCU "${LISTED}" "InstallLocation"
  ${If} $0 == '"$1\${PROGRAM}" "%1"'
    DeleteRegKey HKCU "${LINKS}"
  ${EndIf}
  DeleteRegKey HKCU "${NOTIFIES}"
  DeleteRegKey HKCU "${LISTED}"

  ${If} $Forget = 1
    RMDir /r "$LOCALAPPDATA\${IDENTIFIER}"
  ${EndIf}
SectionEnd

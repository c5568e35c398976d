/* Stands in for two programs, so that the installer is tried in seconds; tests only. For the window's: it tells its version,
   or says that it is open and stays so until its input ends. For Microsoft's installer of WebView2: it notes a version. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#define RUNTIME "Software\\Microsoft\\EdgeUpdate\\Clients\\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--version") == 0) {
        puts("keyholder-desktop " VERSION);
        return 0;
    }
    if (count > 2 && strcmp(words[1], "/silent") == 0 && strcmp(words[2], "/install") == 0)
        return RegSetKeyValueA(HKEY_CURRENT_USER, RUNTIME, "pv", REG_SZ, VERSION, sizeof VERSION) != ERROR_SUCCESS;
    puts("open");
    fflush(stdout);
    while (getchar() != EOF) continue;
    return 0;
}

/* `ProcessPrng` for wine 8, which lacks it and which Rust's standard library draws its random numbers from on Windows. Built
   as bcryptprimitives.dll and put beside the tests' programs; never shipped: Windows has its own. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!RtlGenRandom(data, part)) return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}

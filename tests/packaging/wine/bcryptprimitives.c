/* Wine 8 has no bcryptprimitives.dll, from which Rust's standard library takes its random numbers. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    const SIZE_T most = 0x10000000;
    while (size) {
        ULONG length = (ULONG)(size > most ? most : size);
        if (!SystemFunction036(data, length)) return FALSE;
        data += length;
        size -= length;
    }
    return TRUE;
}

/* A Windows program that does what ours must not: `caller WAY PORT` tries one way to a network, on this computer. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **given)
{
    WSADATA data;
    struct sockaddr_in place = {0};
    const char *way = count > 2 ? given[1] : "";
    WSAStartup(MAKEWORD(2, 2), &data);
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    place.sin_port = htons((u_short)(count > 2 ? atoi(given[2]) : 0));
    if (!strcmp(way, "connect"))
        return connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&place, sizeof place);
    if (!strcmp(way, "send"))
        return sendto(socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&place, sizeof place) != 1;
    if (!strcmp(way, "listen")) {
        place.sin_port = 0;
        return bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&place, sizeof place);
    }
    return 9;
}

/** What Chromium says of requests while their server is killed: which of these, its moment decides. */
export const SERVER_GONE =
  /Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/

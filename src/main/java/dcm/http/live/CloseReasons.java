package dcm.http.live;

import dcm.http.server.ConnectionState;

/** Reasons for closing a WebSocket. Codes from 4400 are our own and follow HTTP's status codes. */
final class CloseReasons {
  static final ConnectionState.CloseReason INVALID_FRAME =
      new ConnectionState.CloseReason(4400, "not understood");
  static final ConnectionState.CloseReason TOKEN_EXPIRED =
      new ConnectionState.CloseReason(4401, "token ended");
  static final ConnectionState.CloseReason FORBIDDEN =
      new ConnectionState.CloseReason(4403, "not permitted");
  static final ConnectionState.CloseReason AUTH_TIMEOUT =
      new ConnectionState.CloseReason(4408, "no ticket in time");
  static final ConnectionState.CloseReason TOO_MANY_SOCKETS =
      new ConnectionState.CloseReason(4429, "too many sockets");
  static final ConnectionState.CloseReason RESTART =
      new ConnectionState.CloseReason(1012, "restart");
  static final ConnectionState.CloseReason SLOW_CONSUMER =
      new ConnectionState.CloseReason(1013, "too slow");
  static final ConnectionState.CloseReason TRY_AGAIN =
      new ConnectionState.CloseReason(1013, "try again later");

  private CloseReasons() {}
}

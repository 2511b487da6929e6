package dcm.http.live;

import dcm.http.Line;

/** Why we end a WebSocket. The codes above 4000 are ours and named after HTTP's. */
final class Closes {
  static final Line.Close NOT_UNDERSTOOD = new Line.Close(4400, "not understood");
  static final Line.Close TOKEN_ENDED = new Line.Close(4401, "token ended");
  static final Line.Close NOT_PERMITTED = new Line.Close(4403, "not permitted");
  static final Line.Close NO_TICKET_IN_TIME = new Line.Close(4408, "no ticket in time");
  static final Line.Close TOO_MANY_SOCKETS = new Line.Close(4429, "too many sockets");
  static final Line.Close RESTART = new Line.Close(1012, "restart");
  static final Line.Close TOO_SLOW = new Line.Close(1013, "too slow");
  static final Line.Close TRY_AGAIN = new Line.Close(1013, "try again later");

  private Closes() {}
}

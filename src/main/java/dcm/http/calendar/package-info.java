/** Writes calendars for other programs (RFC 5545). */
@org.jspecify.annotations.NullMarked
package dcm.http.calendar;

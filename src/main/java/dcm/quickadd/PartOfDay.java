package dcm.quickadd;

import java.time.LocalTime;

/** A part of a day, with the time that it means when none is typed. */
enum PartOfDay {
  MORNING(LocalTime.of(9, 0)),
  AFTERNOON(LocalTime.of(14, 0)),
  EVENING(LocalTime.of(20, 0));

  final LocalTime time;

  PartOfDay(LocalTime time) {
    this.time = time;
  }

  /** The time of day in this part: 8 in the evening is 20:00. */
  LocalTime resolve(LocalTime typed) {
    boolean laterHalf = this != MORNING && typed.getHour() >= 1 && typed.getHour() < 12;
    return laterHalf ? typed.plusHours(12) : typed;
  }
}

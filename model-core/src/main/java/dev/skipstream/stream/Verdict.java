package dev.skipstream.stream;

/** What is to be done with one sample. */
enum Verdict {
    /** Comes at or before the last used sample: changes nothing. */
    LATE,
    /** Comes after the last used sample and is not needed. */
    SKIPPED,
    /** Updates the state of the open sequence, in place of the needed sample if that has not come. */
    NEEDED,
    /** Updates the state as the first sample seen of a sequence; one that is open ends before it. */
    BEGINS,
    /** Lies behind the end of the open sequence, which it ends, and before the beginning of the next: is skipped. */
    ENDS,
    /** Is the first sample of a device that counts anew: to be judged again when everything before is forgotten. */
    RESTART
}

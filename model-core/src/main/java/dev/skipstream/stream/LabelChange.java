package dev.skipstream.stream;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;

/** Whether a network says something else than before: another winner, or for a sigmoid head other labels that are on. */
final class LabelChange {
    private LabelChange() {}

    static boolean between(Classification before, Classification now, HeadKind head) {
        if (head != HeadKind.SIGMOID) {
            return before.label() != now.label();
        }
        for (int o = 0; o < now.probabilities().length; o++) {
            if (Classification.isOn(before.probabilities()[o]) != Classification.isOn(now.probabilities()[o])) {
                return true;
            }
        }
        return false;
    }
}

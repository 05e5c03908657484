package dev.skipstream.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** One sensor's waiting samples in the order of seq, of equal ones in that of arrival. Belongs to one thread. */
final class LatenessBuffer {
    /** A packet that waits, and its next sample. */
    private static final class Waiting {
        final int arrival;
        final Packet packet;
        final BufferedSamples samples;
        int next;

        Waiting(int arrival, BufferedSamples samples) {
            this.arrival = arrival;
            this.samples = samples;
            packet = new Packet().hold(samples);
            next = packet.first();
        }

        long seq() {
            return packet.seqOf(next);
        }

        BufferedSamples rest() {
            return next == packet.first() ? samples : packet.slice(next, packet.end());
        }
    }

    private final PriorityQueue<Waiting> queue =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::seq).thenComparingInt(waiting -> waiting.arrival));
    private int size;

    /**
     * @param samples in the order of arrival
     */
    LatenessBuffer(List<BufferedSamples> samples) {
        for (BufferedSamples each : samples) {
            Waiting waiting = new Waiting(queue.size(), each);
            queue.add(waiting);
            size += waiting.packet.end() - waiting.next;
        }
    }

    /** Samples that wait. */
    int size() {
        return size;
    }

    /** Packet of the lowest sample. */
    Packet packet() {
        return queue.element().packet;
    }

    /** Index of the lowest sample in its packet. */
    int index() {
        return queue.element().next;
    }

    long seq() {
        return queue.element().seq();
    }

    long time() {
        return packet().timeOf(index());
    }

    /** Takes the lowest sample out. */
    void remove() {
        Waiting lowest = queue.remove();
        lowest.next++;
        size--;
        if (lowest.next < lowest.packet.end()) {
            queue.add(lowest);
        }
    }

    /** What still waits, in the order of arrival. */
    List<BufferedSamples> rest() {
        List<Waiting> left = new ArrayList<>(queue);
        left.sort(Comparator.comparingInt(waiting -> waiting.arrival));
        return left.stream().map(Waiting::rest).toList();
    }
}

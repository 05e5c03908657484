package dev.skipstream.bench;

import com.sun.management.ThreadMXBean;
import dev.skipstream.flink.JobParts;
import dev.skipstream.flink.KafkaRecord;
import dev.skipstream.flink.RecordFormat;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The decoders alone, on one thread: time, bytes and allocation of each record. */
final class DecodePart implements JobPart {
    private static final int RECORDS = 4096;
    private static final int SENSORS = 1000;
    private static final List<Column> COLUMNS = List.of(
            new Column("ns/record", "nanosPerRecord"),
            new Column("ns/sample", "nanosPerSample"),
            new Column("samples/s", "samplesPerSecond"),
            new Column("MB/s", "megabytesPerSecond"),
            new Column("B/record", "bytesPerRecord"),
            new Column("allocated B", "allocatedBytesPerRecord"));

    private double checksum; // what was decoded is used, so that it must be

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public void run(JobTiming timing, JobReport report) {
        report.table(name(), "bytes to samples, 1 thread", COLUMNS);
        row("JSON, 1 sample", RecordFormat.JSON, 1, timing, report);
        row("CSV, 1 sample", RecordFormat.CSV, 1, timing, report);
        row("JSON, 100 samples", RecordFormat.JSON, Signals.LENGTH, timing, report);
        row("packed, 100 samples", RecordFormat.PACKED, Signals.LENGTH, timing, report);
        if (Double.isNaN(checksum)) {
            throw new IllegalStateException("samples must be numbers, found NaN");
        }
    }

    private void row(String label, RecordFormat format, int n, JobTiming timing, JobReport report) {
        KafkaRecord[] records = records(format, n);
        double bytes = Arrays.stream(records)
                .mapToLong(r -> r.value().length)
                .average()
                .orElseThrow();
        JobParts.Decoder decoder = JobParts.decoder(format);
        long end = System.nanoTime() + timing.warmUpMs() * 500_000L;
        while (System.nanoTime() < end) {
            pass(decoder, records);
        }
        double[] nanos = new double[timing.repeats()];
        double allocated = 0;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int repeat = 0; repeat < nanos.length; repeat++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long from = System.nanoTime();
            long passes = 0;
            while (System.nanoTime() - from < timing.windowMs() * 500_000L) {
                pass(decoder, records);
                passes++;
            }
            nanos[repeat] = (System.nanoTime() - from) / (double) (passes * RECORDS);
            allocated = (threads.getCurrentThreadAllocatedBytes() - before) / (double) (passes * RECORDS);
        }
        Arrays.sort(nanos);
        double median = nanos[nanos.length / 2];
        report.row(
                label,
                new RowFacts(
                        "decode",
                        null,
                        null,
                        SENSORS,
                        1,
                        "generated",
                        format.name().toLowerCase(Locale.ROOT),
                        n),
                median,
                median / n,
                1e9 * n / median,
                1e3 * bytes / median,
                bytes,
                allocated);
    }

    private void pass(JobParts.Decoder decoder, KafkaRecord[] records) {
        for (KafkaRecord record : records) {
            float[] values = decoder.decode(record).values();
            checksum += values[values.length - 1];
        }
    }

    private static KafkaRecord[] records(RecordFormat format, int n) {
        KafkaRecord[] records = new KafkaRecord[RECORDS];
        RecordMaker<KafkaRecord> maker =
                RecordMaker.bytes(format == RecordFormat.CSV ? RecordFormat.JSON : format, SENSORS);
        for (int i = 0; i < RECORDS; i++) {
            KafkaRecord record = maker.make(i % SENSORS, (long) (i / SENSORS) * n, n);
            records[i] = format == RecordFormat.CSV ? csv(record, i) : record;
        }
        return records;
    }

    private static KafkaRecord csv(KafkaRecord record, int i) {
        String line = String.format(
                Locale.ROOT,
                "%s,%d,%d,%.6f",
                RecordMaker.name(i % SENSORS),
                i / SENSORS,
                record.timestamp(),
                Signals.at(i % SENSORS, i / SENSORS));
        byte[] value = line.getBytes(StandardCharsets.UTF_8);
        return new KafkaRecord(record.topic(), 0, i, record.timestamp(), record.key(), value);
    }
}

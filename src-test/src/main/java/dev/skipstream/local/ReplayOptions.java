package dev.skipstream.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of {@code skipstream replay}, as they were given; null where not. */
final class ReplayOptions {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = ".ts, .tsv (also .gz) or .csv to send; another way to write the parameter FILE")
    Path data;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "sensors",
            description = "to send to; it must exist (default: ${DEFAULT-VALUE})")
    String topic;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Kafka (default: localhost:9092)")
    String bootstrapServers;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "properties of Kafka's producer: TLS, SASL, anything")
    Path kafkaProperties;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "samples a second of all sensors together; 0 = as fast as possible",
                "(default: 0 if it comes to an end, else sensors * 1000 / sampling period, as in real time)"
            })
    Double rate;

    @Option(names = "--sensors", paramLabel = "N", description = "how many: sensor-0, sensor-1, ... (default: 1)")
    Integer sensors;

    @Option(
            names = "--sequences",
            paramLabel = "N",
            description = {
                "of each sensor; 0 = until Ctrl-C (default: 0; of a file, every case once).",
                "A file that is too short is begun again"
            })
    Long sequences;

    @Option(
            names = "--sampling-period",
            paramLabel = "MS",
            defaultValue = "1",
            description = "between two samples of a sensor, in ms (default: ${DEFAULT-VALUE})")
    double samplingPeriod;

    @Option(
            names = "--start-time",
            paramLabel = "MS|now",
            defaultValue = "1700000000000",
            description = {
                "time of every sensor's first sample, in epoch ms (default: ${DEFAULT-VALUE}, so that the same seed",
                "sends the same bytes); a second run at the same times repeats the first, for a job both are one stream"
            })
    String startTime;

    @Option(
            names = "--packet",
            paramLabel = "N",
            defaultValue = "1",
            description = "samples a record; 1 = single samples (default: ${DEFAULT-VALUE})")
    int packet;

    @Option(
            names = "--format",
            paramLabel = "json|csv|packed",
            defaultValue = "json",
            converter = RecordFormat.Converter.class,
            description = "how records are written (default: ${DEFAULT-VALUE})")
    RecordFormat format;

    @Option(names = "--without-seq", description = "leave the seq out: whoever reads counts in the order of arrival")
    boolean withoutSeq;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of generated signals (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "write what was sent: CSV sensor,sequence,label, a line when a sequence begins")
    Path truth;

    @Option(names = "--json", description = "print the summary as JSON")
    boolean json;

    int sensorCount() {
        return sensors == null ? 1 : sensors;
    }

    /** @throws IllegalArgumentException if one is out of its range, or two do not go together */
    void validate() {
        require(rate == null || rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate must be >= 0", rate);
        require(sensorCount() >= 1, "--sensors must be >= 1", sensors);
        require(sequences == null || sequences >= 0, "--sequences must be >= 0", sequences);
        require(packet >= 1, "--packet must be >= 1", packet);
        require(
                samplingPeriod > 0 && samplingPeriod < Double.POSITIVE_INFINITY,
                "--sampling-period must be > 0",
                samplingPeriod);
        require(
                format != RecordFormat.CSV || packet == 1,
                "--format csv must go with --packet 1, a line being one sample",
                "--packet " + packet);
        require(
                format != RecordFormat.PACKED || !withoutSeq,
                "--format packed must go without --without-seq, its records having a seq always",
                "both");
        startTimeMs();
    }

    /** @throws IllegalArgumentException if it is no whole number */
    long startTimeMs() {
        if (startTime.equals("now")) {
            return System.currentTimeMillis();
        }
        try {
            return Long.parseLong(startTime);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--start-time must be epoch ms or now, found " + startTime, e);
        }
    }

    /** @throws IllegalArgumentException if an option was given that a .csv leaves no room for */
    void validateCsv() {
        String why = " must not be given with a .csv, whose lines say everything themselves";
        require(sensors == null, "--sensors" + why, sensors);
        require(sequences == null, "--sequences" + why, sequences);
        require(truth == null, "--truth" + why, truth);
        require(packet == 1, "--packet" + why, packet);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(expected + ", found " + found);
        }
    }
}

package dev.skipstream.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataFormatException;
import dev.skipstream.data.FrequencyTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skipstream replay}: a file or generated sensors into a topic. */
@Command(
        name = "replay",
        description = {
            "Send sensor samples into a Kafka topic: of a file, or generated ones.",
            "",
            "Generated are signals of the frequency task: labels target and distractor, half and half.",
            "",
            "The cases of a .ts or .tsv are dealt out to the sensors in turn. A sensor's seq counts on from case to case,"
                    + " so the borders follow the file: where cases differ in length, a job with a fixed --sequence-length"
                    + " cuts elsewhere (a warning says so).",
            "",
            "A .csv has lines sensor,seq,time,value... (a header is optional; seq and time may be empty); each line"
                    + " becomes one record, in the order of the file.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = SkipstreamLocal.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  skipstream replay --sensors 10                        (until Ctrl-C, as in real time)",
            "  skipstream replay --sensors 100 --sequences 50 --packet 20 --truth truth.csv --json",
            "  skipstream replay GunPoint_TEST.ts --rate 5000 --start-time now"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final long PATIENCE_S = 3;
    private static final Pattern SEQUENCES = Pattern.compile("(?i).*\\.tsv?(\\.gz)?");

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReplayOptions options;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = ".ts, .tsv (also .gz) or .csv to send")
    private Path file;

    ReplayCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        try {
            options.validate();
            return replay();
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (FileSystemException e) {
            throw new ParameterException(spec.commandLine(), e.getFile() + ": " + reason(e), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return e.getReason();
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        return e instanceof AccessDeniedException
                ? "no permission"
                : e.getClass().getSimpleName();
    }

    private int replay() throws IOException {
        Path input = input();
        boolean csv = input != null && input.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        KafkaTarget target = KafkaTarget.of(options.bootstrapServers, options.kafkaProperties);
        if (csv) {
            options.validateCsv();
            CsvPackets.check(input, options.format == RecordFormat.PACKED);
            target.requireTopic(options.topic);
            try (CsvPackets packets = new CsvPackets(input, options.samplingPeriod)) {
                return send(target, packets, 0, null);
            }
        }
        SensorSignals signals = signals(input);
        boolean endless = options.sequences == null ? input == null : options.sequences == 0;
        double realTime = options.sensorCount() * 1000.0 / options.samplingPeriod;
        target.requireTopic(options.topic);
        try (TruthFile truth = options.truth == null ? null : new TruthFile(options.truth)) {
            SensorPackets.Layout layout = new SensorPackets.Layout(
                    options.sensorCount(), options.packet, options.samplingPeriod, options.startTimeMs());
            SensorPackets packets =
                    new SensorPackets(signals, layout, truth == null ? (sensor, sequence, signal) -> {} : truth);
            return send(target, packets, endless ? realTime : 0, packets);
        }
    }

    private Path input() {
        if (file != null && options.data != null) {
            throw new IllegalArgumentException("expected one file, found FILE " + file + " and --data " + options.data);
        }
        return file != null ? file : options.data;
    }

    private SensorSignals signals(Path input) throws IOException {
        int sensors = options.sensorCount();
        if (input == null) {
            FrequencyTask task;
            try {
                task = new FrequencyTask(options.samplingPeriod);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--sampling-period: " + e.getMessage(), e);
            }
            return new GeneratedSignals(task, options.seed, sensors, options.sequences == null ? 0 : options.sequences);
        }
        String name = String.valueOf(input.getFileName());
        if (!SEQUENCES.matcher(name).matches() && !Files.isDirectory(input)) {
            throw new IllegalArgumentException(input
                    + ": expected a file name that ends in .csv, .ts, .tsv, .ts.gz or .tsv.gz, or a folder of CSV files,"
                    + " found '" + name + "'");
        }
        FileSignals signals = new FileSignals(
                DataFiles.read(input), sensors, options.sequences == null ? FileSignals.ONCE : options.sequences);
        if (!signals.equalLengths()) {
            progress(input
                    + ": the cases differ in length; a job with a fixed --sequence-length will not cut between them");
        }
        return signals;
    }

    /** @param sensors null if no sequences are known of */
    private int send(KafkaTarget target, PacketSource packets, double defaultRate, SensorPackets sensors) {
        double rate = options.rate == null ? defaultRate : options.rate;
        long begin = System.nanoTime();
        try (Producer<byte[], byte[]> producer = target.producer()) {
            SensorReplay replay = new SensorReplay(
                    producer,
                    new SensorReplay.Options(
                            options.topic, rate, options.format, options.packet == 1, !options.withoutSeq),
                    packets);
            stop.arm(replay::stop);
            EverySecond ticks = EverySecond.run(second -> progress(line(second, replay)));
            try {
                replay.run();
            } finally {
                ticks.close();
            }
            summary(replay, sensors == null ? 0 : sensors.sequences(), (System.nanoTime() - begin) / 1e9);
        }
        return 0;
    }

    private String line(long second, SensorReplay replay) {
        String line = String.format(
                Locale.ROOT, "%d s: %d samples in %d records", second, replay.samples(), replay.records());
        long waited = replay.waitedSeconds();
        return waited < PATIENCE_S
                ? line
                : line + "; waiting for Kafka to take " + replay.underWay() + " of them since " + waited + " s";
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private void summary(SensorReplay replay, long sequences, double seconds) {
        long rate = Math.round(replay.samples() / seconds);
        double rounded = Math.round(seconds * 1000) / 1000.0;
        PrintWriter out = spec.commandLine().getOut();
        if (options.json) {
            out.println(new ObjectMapper()
                    .createObjectNode()
                    .put("samples", replay.samples())
                    .put("records", replay.records())
                    .put("sequences", sequences)
                    .put("seconds", rounded)
                    .put("samplesPerSecond", rate));
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "Sent %d samples of %d sequences in %d records to %s in %.3f s, %d samples/s",
                    replay.samples(),
                    sequences,
                    replay.records(),
                    options.topic,
                    seconds,
                    rate));
        }
        out.flush();
    }
}

package dev.skipstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three floors, no arrow upward.
 *
 * <pre>
 *   report   cli                        flink          (local: everything)
 *     │       │                           │
 *   train ──▶ data     stream ──▶ format ◀┘
 *     │        │         │          │
 *     └────────┴───── rnn ┴─────────┘
 * </pre>
 *
 * Every package is listed with all it may use, so that a new arrow is a decision and not an accident.
 */
class ArchitectureTest {
    private static final String EJML = "org.ejml..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String PICOCLI = "picocli..";

    private static JavaClasses all;

    @BeforeAll
    static void importOwnClasses() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.skipstream");
    }

    @Test
    void shouldSeeTheClassesOfEveryModule() {
        for (String module : List.of("rnn", "flink", "local")) {
            assertTrue(
                    all.stream().anyMatch(c -> c.getPackageName().startsWith("dev.skipstream." + module)),
                    "no class of dev.skipstream." + module + " among those examined");
        }
    }

    @Test
    void shouldLetRnnStandOnTheGround() {
        // A Vector API kernel, where there is one, lives here too.
        check("rnn", "jdk.incubator.vector..", EJML);
    }

    @Test
    void shouldLetFormatUseOnlyRnnAndJackson() {
        check("format", own("rnn"), JACKSON);
    }

    @Test
    void shouldLetStreamUseOnlyRnnAndFormat() {
        check("stream", own("rnn"), own("format"));
    }

    @Test
    void shouldLetDataUseOnlyRnn() {
        check("data", own("rnn"), EJML);
    }

    @Test
    void shouldLetTrainUseOnlyRnnAndData() {
        check("train", own("rnn"), own("data"), EJML, "jdk.incubator.vector..");
    }

    @Test
    void shouldLetReportUseModelCoreExceptCommandLine() {
        check(
                "report",
                own("rnn"),
                own("format"),
                own("stream"),
                own("data"),
                own("train"),
                EJML,
                JACKSON,
                "org.knowm.xchart..",
                "de.erichseifert.vectorgraphics2d..",
                "me.tongfei.progressbar..",
                "java.awt..",
                "javax.imageio..");
    }

    @Test
    void shouldLetFlinkJobUseOnlyRnnFormatAndStreamOfModelCore() {
        check(
                "flink",
                own("rnn"),
                own("format"),
                own("stream"),
                "org.apache.flink..",
                "org.apache.kafka..",
                JACKSON,
                PICOCLI,
                "org.slf4j..");
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.flink.., flink local bench",
        "org.apache.kafka.., flink local bench",
        "kafka.., local",
        "org.knowm.xchart.., report",
        "de.erichseifert.vectorgraphics2d.., report",
        "me.tongfei.progressbar.., report cli local",
        "picocli.., cli flink local bench",
        "org.openjdk.jmh.., local bench",
        "ai.onnxruntime.., bench",
    })
    void shouldKeepLibraryWhereItBelongs(String library, String owners) {
        String[] packages =
                Stream.of(owners.split(" ")).map(ArchitectureTest::own).toArray(String[]::new);
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        check(slices().matching("dev.skipstream.(*)..").should().beFreeOfCycles());
    }

    /** Their last bits differ between JDKs, and results must not. The EJML path is only compared, to a tolerance. */
    @ParameterizedTest
    @ValueSource(strings = {"exp", "tanh", "log", "pow"})
    void shouldNotUseInexactMathInInference(String method) {
        Class<?>[] arguments =
                method.equals("pow") ? new Class<?>[] {double.class, double.class} : new Class<?>[] {double.class};
        check(noClasses()
                .that()
                .resideInAnyPackage(own("rnn"), own("stream"), own("flink"))
                .and()
                .haveSimpleNameNotStartingWith("Plain")
                .should()
                .callMethod(Math.class, method, arguments));
    }

    @Test
    void shouldNameClassesForWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper)"));
    }

    private static String own(String name) {
        return "dev.skipstream." + name + "..";
    }

    /** Classes of our package {@code name} use the JDK's java.base, themselves and the packages listed. */
    private static void check(String name, String... others) {
        String[] allowed = Stream.concat(
                        Stream.of(
                                own(name),
                                "java.lang..",
                                "java.io..",
                                "java.math..",
                                "java.net..",
                                "java.nio..",
                                "java.security..",
                                "java.text..",
                                "java.time..",
                                "java.util..",
                                ""), // primitive types and their arrays
                        Stream.of(others))
                .toArray(String[]::new);
        check(classes()
                .that()
                .resideInAPackage(own(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(all);
    }
}

package com.penguinmails.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CheckReturnValue;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What no reader should have to look for: who may use the clock, and which library lives where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseRulesTest {
    private static final String MTA = "com.penguinmails.mta.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What JMH writes around a benchmark.
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("com.penguinmails.mta", "com.penguinmails.dns", "com.penguinmails.dkim",
                    "com.penguinmails.control");

    @Test
    void onlyThePackageTimeReadsTheClock() {
        noClasses().that().resideOutsideOfPackage(MTA + "time..").should().callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis").orShould().callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now").orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould().callMethod(java.time.ZonedDateTime.class, "now").orShould()
                .callMethod(java.time.Clock.class, "systemUTC").check(classes);
    }

    @Test
    void onlyThePackageTimeMakesRandomness() {
        noClasses().that().resideOutsideOfPackage(MTA + "time..").should().callConstructor(Random.class).orShould()
                .callConstructor(Random.class, long.class).orShould().callMethod(Math.class, "random").orShould()
                .callMethod(ThreadLocalRandom.class, "current").orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(classes);
    }

    @Test
    void onlyDnsKnowsDnsjava() {
        noClasses().that().resideOutsideOfPackage("com.penguinmails.dns..").should().dependOnClassesThat()
                .resideInAPackage("org.xbill..").check(classes);
    }

    @Test
    void onlyTheLogsKnowChronicle() {
        noClasses().that().resideOutsideOfPackages(MTA + "spool..", MTA + "event..").should().dependOnClassesThat()
                .resideInAPackage("net.openhft..").check(classes);
    }

    @Test
    void nothingStaticChanges() {
        noFields().that().areStatic().should().notBeFinal().check(classes);
    }

    @Test
    void everyPackageIsNullMarkedAndItsResultsAreUsed() {
        List<String> unmarked = classes.stream().map(c -> c.getPackage()).distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class) || !p.isAnnotatedWith(CheckReturnValue.class))
                .map(JavaPackage::getName).toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void noFileIsLongerThanSixHundredLines() throws Exception {
        Path root = Path.of(System.getProperty("project.root", ".."));
        try (Stream<Path> files = Files.walk(root)) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/")).filter(HouseRulesTest::isTooLong)
                    .map(Path::toString)
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static boolean isTooLong(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() > 600;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package com.penguinmails.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The path of a message is the order of the packages: what comes later never imports what comes earlier. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StageOrderTest {
    private static final String ROOT = "com.penguinmails.mta.";
    private static final List<String> STAGES = List.of("accept", "compose", "spool", "schedule", "shape", "resolve",
            "connect",
            "deliver", "outcome", "event");
    private static final List<String> VOCABULARY = List.of("message", "time", "counter", "config", "http",
            "text");
    private static final List<String> OUTSIDE = List.of("simulate", "admin", "control", "node", "cli");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.penguinmails.mta");

    @TestFactory
    Stream<DynamicTest> aLaterStageNeverImportsAnEarlierOne() {
        return IntStream.range(1, STAGES.size()).mapToObj(i -> DynamicTest.dynamicTest(STAGES.get(i), () -> {
            String[] earlier = STAGES.subList(0, i).stream().map(stage -> ROOT + stage + "..").toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOT + STAGES.get(i) + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(earlier).check(classes);
        }));
    }

    @Test
    void theVocabularyKnowsNoStage() {
        noClasses().that().resideInAnyPackage(packages(VOCABULARY)).should().dependOnClassesThat()
                .resideInAnyPackage(packages(STAGES)).check(classes);
    }

    @Test
    void noStageKnowsWhatStandsOutside() {
        noClasses().that().resideInAnyPackage(packages(STAGES)).should().dependOnClassesThat()
                .resideInAnyPackage(packages(OUTSIDE)).check(classes);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }
}

package com.penguinmails.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.FromField;
import com.penguinmails.mta.accept.MessageHeader;
import com.penguinmails.mta.accept.NetworkBlock;
import com.penguinmails.mta.cli.DnsKeyLookup;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the control plane may know: words that it shares with a node, never a stage of a message's path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneTest {
    private static final String CONTROL = "com.penguinmails.control";
    private static final String MTA = "com.penguinmails.mta.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.penguinmails.mta", CONTROL);

    /** A mail is looked at before it is sent with the eyes of the node that takes it: its header, its From, its signing keys. */
    @Test
    void itKnowsTheVocabularyAndTheFormOfKeysAndMailsAndNothingElseOfANode() {
        noClasses().that().resideInAPackage(CONTROL + "..").and().resideOutsideOfPackage(CONTROL + ".cli..").should()
                .dependOnClassesThat(resideInAPackage("com.penguinmails.mta..")
                        .and(not(resideInAnyPackage(MTA + "message..", MTA + "time..", MTA + "counter..",
                                MTA + "config..", MTA + "http..", MTA + "text..")))
                        .and(not(belongToAnyOf(ApiKey.class, NetworkBlock.class, MessageHeader.class, FromField.class,
                                DnsKeyLookup.class))))
                .check(classes);
    }

    @Test
    void itsCommandsKnowTheCommandLineAndHowANodeIsStarted() {
        noClasses().that().resideInAPackage(CONTROL + ".cli..").should()
                .dependOnClassesThat(
                        resideInAPackage("com.penguinmails.mta..").and(not(resideInAnyPackage(MTA + "message..",
                                MTA + "time..", MTA + "config..", MTA + "text..", MTA + "cli..", MTA + "node.."))))
                .check(classes);
    }

    @Test
    void noNodeKnowsTheControlPlane() {
        noClasses().that().resideInAPackage("com.penguinmails.mta..").should().dependOnClassesThat()
                .resideInAPackage(CONTROL + "..").check(classes);
    }

    @Test
    void itsPackagesFormNoCircle() {
        slices().matching(CONTROL + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyThePackageDatabaseOpensConnections() {
        noClasses().that().resideOutsideOfPackage(CONTROL + ".database..").should().dependOnClassesThat()
                .resideInAnyPackage("com.zaxxer.hikari..", "org.flywaydb..", "org.postgresql..", "io.zonky..",
                        "javax.sql..")
                .check(classes);
    }
}

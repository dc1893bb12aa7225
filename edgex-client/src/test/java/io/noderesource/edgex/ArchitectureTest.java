package io.noderesource.edgex;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.noderesource.house.LibraryRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends LibraryRules {
    ArchitectureTest() {
        super(150, "EdgexException");
    }

    @Test
    void onlyTheRoomsForItKnowJackson() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.noderesource.edgex.json",
                        "io.noderesource.edgex.internal.cbor",
                        "io.noderesource.edgex.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.."));
    }

    @Test
    void onlyTheRoomForItKnowsTheMqttLibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.noderesource.edgex.events.mqtt")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hivemq..", "io.reactivex..", "org.reactivestreams..", "io.netty.."));
    }

    @Test
    void theClientNeedsNothingOfCoreAndOfDevices() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.edgex..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.noderesource..").and(not(resideInAPackage("io.noderesource.edgex..")))));
    }

    @Test
    void theSimulatorDoesNotShareTheClientsErrors() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.edgex.simulator..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.noderesource.edgex",
                        "io.noderesource.edgex.json..",
                        "io.noderesource.edgex.internal..",
                        "io.noderesource.edgex.value..")));
    }

    @Test
    void theClientDoesNotNeedTheSimulator() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.noderesource.edgex.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.noderesource.edgex.simulator.."));
    }

    @Test
    void theClientNeedsNeitherCoreNorDevices() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.edgex..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.noderesource..").and(not(resideInAPackage("io.noderesource.edgex..")))));
    }

    @Test
    void resourcesNeedNoPlatformAndNoEngine() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.devices.resource")
                .should()
                .dependOnClassesThat(resideInAPackage("io.noderesource..")
                        .and(not(resideInAnyPackage(
                                "io.noderesource.devices.error",
                                "io.noderesource.devices.resource",
                                "io.noderesource.edgex.json",
                                "io.noderesource.edgex.error",
                                "io.noderesource.edgex.value",
                                "io.noderesource.base",
                                "io.noderesource.topology")))));
    }

    @Test
    void plansAreMadeOfValues() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.devices.plan")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.noderesource.edgex",
                        "io.noderesource.edgex.events..",
                        "io.noderesource.edgex.internal..",
                        "java.io..",
                        "java.nio.file..",
                        "java.net..")));
    }

    @Test
    void onlyStoresAndManifestsTouchFiles() {
        check(noClasses()
                .that()
                .resideInAPackage("io.noderesource.devices..")
                .and()
                .haveNameNotMatching(
                        ".*\\.(Disk|UntouchedDisk|KeptFile|AddressList|ResourceFiles|FileStore|ManifestStore|Manifests)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels.."));
    }
}

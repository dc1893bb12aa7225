package io.noderesource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.noderesource.house.LibraryRules;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest extends LibraryRules {
    /** Each room and the rooms it may use; the facade in {@code io.noderesource} may use all. */
    private static final Map<String, Set<String>> ROOMS = Map.of(
            "base", Set.of(),
            "topology", Set.of("base"),
            "inventory", Set.of("base"),
            "plan", Set.of("base", "topology", "inventory"),
            "kinds", Set.of("base", "topology", "inventory", "plan"),
            "spi", Set.of("base", "topology", "inventory", "plan"),
            "apply", Set.of("base", "topology", "inventory", "plan", "spi"),
            "linux", Set.of("base", "inventory", "plan", "kinds", "spi"),
            "internal", Set.of("base"));

    /** How JSON is written is the one thing every room may know. */
    private static final String SHARED = "internal";

    private static final DescribedPredicate<JavaClass> PLANNER =
            resideInAnyPackage("io.noderesource.plan..", "io.noderesource.kinds..");

    ArchitectureTest() {
        super(200, "NodeResourceException");
    }

    @TestFactory
    Stream<DynamicTest> roomsUseOnlyTheRoomsBelow() {
        return ROOMS.entrySet().stream()
                .map(room ->
                        DynamicTest.dynamicTest(room.getKey(), () -> check(roomUses(room.getKey(), room.getValue()))));
    }

    private static ArchRule roomUses(String room, Set<String> below) {
        return noClasses()
                .that()
                .resideInAPackage(inside(room))
                .should()
                .dependOnClassesThat(resideInAPackage("io.noderesource..")
                        .and(not(oneOf(Stream.concat(Stream.of(room, SHARED), below.stream())))));
    }

    @Test
    void everyPackageBelongsToARoom() {
        assertThat(
                        classesOfModule()
                                .that(not(resideInAPackage("io.noderesource")).and(not(oneOf(ROOMS.keySet().stream()))))
                                .stream()
                                .map(JavaClass::getName))
                .as("classes outside the rooms")
                .isEmpty();
    }

    @Test
    void plannerHasNoHands() {
        check(noClasses()
                .that(PLANNER)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io", "java.net..", "java.nio.channels..")
                        .and(not(describe(
                                "IOException and Serializable",
                                type -> Stream.of(IOException.class, UncheckedIOException.class, Serializable.class)
                                        .anyMatch(type::isEquivalentTo)))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, FileSystem.class, FileSystems.class, ProcessBuilder.class, Runtime.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class)
                .because("planning a node's change and changing it are two things"));
    }

    @Test
    void plannerGivesTheSameAnswerTwice() {
        check(noClasses()
                .that(PLANNER)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, SplittableRandom.class, SecureRandom.class)
                .orShould()
                .accessTargetWhere(describe(
                        "it asks the machine, the time or chance",
                        (JavaAccess<?> access) -> asksTheMachineTheTimeOrChance(access)))
                .because("equal inputs give equal plans, byte for byte"));
    }

    private static boolean asksTheMachineTheTimeOrChance(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        return (owner.isEquivalentTo(System.class)
                        && Set.of("getenv", "getProperty", "getProperties", "currentTimeMillis", "nanoTime")
                                .contains(name))
                || (owner.getPackageName().equals("java.time") && name.equals("now"))
                || (owner.getName().equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.isEquivalentTo(Math.class) && name.equals("random"));
    }

    private static DescribedPredicate<JavaClass> oneOf(Stream<String> rooms) {
        return resideInAnyPackage(rooms.map(ArchitectureTest::inside).toArray(String[]::new));
    }

    private static String inside(String room) {
        return "io.noderesource." + room + "..";
    }
}

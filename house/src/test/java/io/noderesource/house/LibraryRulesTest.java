package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule lets a good module pass and catches the one that breaks it, which is compiled here. */
class LibraryRulesTest {
    private static final Map<String, String> GOOD = Map.of(
            "module-info",
            """
            module io.noderesource.sample {
                requires static transitive org.jspecify;
                requires com.google.common;
                requires java.logging;
                requires com.sun.jna;
                exports io.noderesource.sample;
                uses io.noderesource.sample.Service;
                provides io.noderesource.sample.Service with io.noderesource.sample.internal.Provider;
            }
            """,
            "io.noderesource.sample.package-info",
            """
            @org.jspecify.annotations.NullMarked
            package io.noderesource.sample;
            """,
            "io.noderesource.sample.internal.package-info",
            """
            @org.jspecify.annotations.NullMarked
            package io.noderesource.sample.internal;
            """,
            "io.noderesource.sample.Service",
            """
            package io.noderesource.sample;
            public interface Service {
                java.util.Optional<String> name() throws NodeResourceException;
            }
            """,
            "io.noderesource.sample.NodeResourceException",
            """
            package io.noderesource.sample;
            public class NodeResourceException extends RuntimeException {
                private static final long serialVersionUID = 1;
                public NodeResourceException(String message) { super(message); }
            }
            """,
            "io.noderesource.sample.internal.Provider",
            """
            package io.noderesource.sample.internal;
            public final class Provider implements io.noderesource.sample.Service {
                private final com.google.common.collect.ImmutableList<String> names = com.google.common.collect.ImmutableList.of("a");
                public java.util.Optional<String> name() { return names.stream().findFirst(); }
            }
            """);

    @TempDir
    Path home;

    private Path target;

    @BeforeEach
    void chooseTarget() {
        target = home.resolve("target");
    }

    @Test
    void goodModuleKeepsAllRules() throws IOException {
        LibraryRules rules = rulesOver(Map.of());
        new CompiledModule(target).writeApi();
        List<Method> all = Stream.of(LibraryRules.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(15).allSatisfy(rule -> rule.invoke(rules));
    }

    @Test
    void tooFewClassesAreNoProof() throws IOException {
        compile("classes", GOOD);
        list("io.noderesource.sample.internal.Provider");
        LibraryRules rules = new LibraryRules(new CompiledModule(target), 4, "NodeResourceException") {};
        assertThatThrownBy(rules::rulesMeetEnoughClasses).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void badClassBreaksItsRule(Rule rule, String name, String source) throws IOException {
        LibraryRules rules = rulesOver(Map.of(name, source));
        assertThatThrownBy(() -> rule.check(rules))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        name.substring("io.noderesource.sample.".length()).replaceFirst("\\..*", ""));
    }

    static Stream<Arguments> badClassBreaksItsRule() {
        return Stream.of(
                bad(LibraryRules::packagesSayWhatMayBeNull, "unmarked.Thing", "final class Thing {}"),
                bad(
                        LibraryRules::exportedSignaturesHideLibrariesAndInternals,
                        "Leak",
                        "public interface Leak { com.google.common.collect.ImmutableList<String> names(); }"),
                bad(
                        LibraryRules::exportedSignaturesHideLibrariesAndInternals,
                        "GenericLeak",
                        "public interface GenericLeak { java.util.List<com.google.common.collect.Range<Integer>> all(); }"),
                bad(
                        LibraryRules::exportedSignaturesHideLibrariesAndInternals,
                        "SuperLeak",
                        "public interface SuperLeak extends java.util.function.Supplier<io.noderesource.sample.internal.Provider> {}"),
                bad(
                        LibraryRules::exportedSignaturesHideLibrariesAndInternals,
                        "HiddenLeak",
                        "public interface HiddenLeak { Hidden it(); } interface Hidden {}"),
                bad(
                        LibraryRules::exportedTypesAreNamedForWhatTheyAre,
                        "DiskManager",
                        "public interface DiskManager {}"),
                bad(LibraryRules::exportedClassesAreFinalOrMadeToBeExtended, "Open", "public class Open {}"),
                bad(LibraryRules::visibleFieldsAreConstants, "Loose", "public final class Loose { public int count; }"),
                bad(
                        LibraryRules::optionalIsOnlyReturned,
                        "Maybe",
                        "final class Maybe { private final java.util.Optional<String> it = null; }"),
                bad(
                        LibraryRules::optionalIsOnlyReturned,
                        "Taker",
                        "public interface Taker { void take(java.util.Optional<String> it); }"),
                bad(
                        LibraryRules::exceptionsHaveOneRoot,
                        "Stray",
                        "public final class Stray extends RuntimeException {}"),
                bad(
                        LibraryRules::exceptionsHaveOneRoot,
                        "Thrower",
                        "final class Thrower { void go() { throw new RuntimeException(); } }"),
                bad(
                        LibraryRules::nativeCodeStaysInItsRooms,
                        "Native",
                        "final class Native { Object it = com.sun.jna.Pointer.NULL; }"),
                bad(
                        LibraryRules::processesHaveOneDoor,
                        "Shell",
                        "final class Shell { Object it = new ProcessBuilder(\"sh\"); }"),
                bad(
                        LibraryRules::processesHaveOneDoor,
                        "Exec",
                        "final class Exec { void go() throws Exception { Runtime.getRuntime().exec(\"sh\"); } }"),
                bad(
                        LibraryRules::librariesAreQuiet,
                        "Loud",
                        "final class Loud { void go() { System.out.println(); } }"),
                bad(
                        LibraryRules::librariesAreQuiet,
                        "Jul",
                        "final class Jul { Object it = java.util.logging.Logger.getLogger(\"\"); }"),
                bad(
                        LibraryRules::librariesNeverSleepBlindly,
                        "Sleeper",
                        "final class Sleeper { void go() throws InterruptedException { Thread.sleep(1); } }"));
    }

    @Test
    void cycleBreaksItsRule() throws IOException {
        LibraryRules rules = rulesOver(
                Map.of(
                        "io.noderesource.sample.Down",
                        "package io.noderesource.sample; final class Down { Object it = new io.noderesource.sample.internal.Up(); }",
                        "io.noderesource.sample.internal.Up",
                        "package io.noderesource.sample.internal; public final class Up { io.noderesource.sample.Service it; }"));
        assertThatThrownBy(rules::packagesHaveNoCycles)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Down");
    }

    @Test
    void providerThatOneSideDoesNotListBreaksItsRule() throws IOException {
        compile("classes", GOOD);
        list("io.noderesource.sample.internal.Other");
        LibraryRules rules = new LibraryRules(new CompiledModule(target), 1, "NodeResourceException") {};
        assertThatThrownBy(rules::providersAreFoundOnModulePathAndClassPath).isInstanceOf(AssertionError.class);
    }

    @Test
    void testsThatNobodyRunsBreakTheirRule() throws IOException {
        LibraryRules rules = rulesOver(Map.of());
        compile("test-classes", Map.of("a.Lost", "package a; class Lost { @org.junit.jupiter.api.Test void it() {} }"));
        LibraryRules withTests = new LibraryRules(new CompiledModule(target), 1, "NodeResourceException") {};
        assertThatCode(rules::everyTestIsRun).doesNotThrowAnyException();
        assertThatThrownBy(withTests::everyTestIsRun).hasMessageContaining("a.Lost");
    }

    @Test
    void disabledTestsBreakTheirRule() throws IOException {
        rulesOver(Map.of());
        compile(
                "test-classes",
                Map.of(
                        "a.OffTest",
                        "package a; class OffTest { @org.junit.jupiter.api.Disabled @org.junit.jupiter.api.Test void it() {} }"));
        LibraryRules rules = new LibraryRules(new CompiledModule(target), 1, "NodeResourceException") {};
        assertThatThrownBy(rules::everyTestIsRun).hasMessageContaining("OffTest");
    }

    @Test
    void anApiThatNobodyReviewedBreaksItsRule() throws IOException {
        rulesOver(Map.of());
        new CompiledModule(target).writeApi();
        LibraryRules changed = rulesOver(Map.of("io.noderesource.sample.Service", """
                package io.noderesource.sample;
                public interface Service {
                    java.util.Optional<String> name() throws NodeResourceException;
                    default java.util.List<String> names() { return java.util.List.of(); }
                }
                """));
        assertThatThrownBy(changed::exportedApiIsTheReviewedOne)
                .hasMessageContaining("java.util.List<java.lang.String> names()");
        assertThat(Files.readString(home.resolve("api.txt")))
                .contains("public interface io.noderesource.sample.Service {")
                .doesNotContain("Provider");
    }

    private interface Rule {
        void check(LibraryRules rules);
    }

    private static Arguments bad(Rule rule, String name, String source) {
        String qualified = "io.noderesource.sample." + name;
        return Arguments.of(
                rule, qualified, "package " + qualified.substring(0, qualified.lastIndexOf('.')) + "; " + source);
    }

    private LibraryRules rulesOver(Map<String, String> more) throws IOException {
        Map<String, String> sources = new TreeMap<>(GOOD);
        sources.putAll(more);
        compile("classes", sources);
        list("io.noderesource.sample.internal.Provider");
        return new LibraryRules(new CompiledModule(target), 3, "NodeResourceException") {};
    }

    private void list(String provider) throws IOException {
        Path services = Files.createDirectories(target.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve("io.noderesource.sample.Service"), provider + " # a comment\n");
    }

    /** Compiles sources, by name of their type, to a folder under {@link #target}. */
    private void compile(String folder, Map<String, String> sources) throws IOException {
        String path = System.getProperty("java.class.path");
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", target.resolve(folder).toString()));
        // The rules' own classes are on the path too, and are no module.
        arguments.addAll(
                sources.containsKey("module-info")
                        ? List.of("--module-path", path.replace("target/classes", ""))
                        : List.of("-cp", path));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file =
                    target.resolve(folder + "-sources").resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new ByteArrayOutputStream();
        int status = compiler.run(null, null, errors, arguments.toArray(String[]::new));
        assertThat(status).as(errors::toString).isZero();
    }
}

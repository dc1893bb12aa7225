package io.noderesource.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A module as the compiler left it under {@code target}: its classes, its tests and what its descriptor says. */
final class CompiledModule {
    private final Path main;
    private final Path reviewed;
    private final JavaClasses classes;
    private final JavaClasses tests;
    private final ModuleDescriptor descriptor;
    private final Set<String> exported;

    CompiledModule(Path target) {
        this.main = target.resolve("classes");
        this.reviewed = target.resolveSibling("api.txt");
        this.classes = new ClassFileImporter().importPath(main);
        this.tests = new ClassFileImporter().importPath(target.resolve("test-classes"));
        this.descriptor = read(main.resolve("module-info.class"));
        this.exported = descriptor.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    JavaClasses classes() {
        return classes;
    }

    JavaClasses tests() {
        return tests;
    }

    /** The classes that users can see: visible ones, all the way out, in an exported package. */
    DescribedPredicate<JavaClass> exported() {
        return describe(
                "are exported", type -> exported.contains(type.getPackageName()) && isVisibleAllTheWayOut(type));
    }

    /** What users can compile against. */
    String api() {
        return ApiText.of(
                main, classes.that(exported()).stream().map(JavaClass::getName).collect(Collectors.toList()));
    }

    /** The API as it was last reviewed; empty when the module has none. */
    String reviewedApi() {
        try {
            return Files.exists(reviewed) ? Files.readString(reviewed) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the API down as it is now, for a person to review. */
    void writeApi() {
        try {
            Files.writeString(reviewed, api());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the descriptor provides: service to providers. */
    Map<String, Set<String>> provided() {
        Map<String, Set<String>> provided = new TreeMap<>();
        for (ModuleDescriptor.Provides provides : descriptor.provides()) {
            provided.put(provides.service(), new TreeSet<>(provides.providers()));
        }
        return provided;
    }

    /** What {@code META-INF/services} lists: service to providers. */
    Map<String, Set<String>> listed() {
        Path services = main.resolve("META-INF/services");
        Map<String, Set<String>> listed = new TreeMap<>();
        if (!Files.isDirectory(services)) {
            return listed;
        }
        try (Stream<Path> files = Files.list(services)) {
            for (Path file : files.collect(Collectors.toList())) {
                try (Stream<String> lines = Files.lines(file)) {
                    listed.put(
                            String.valueOf(file.getFileName()),
                            lines.map(line -> line.replaceFirst("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return listed;
    }

    static boolean isVisible(HasModifiers member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isVisibleAllTheWayOut(JavaClass type) {
        return isVisible(type)
                && type.getEnclosingClass()
                        .map(CompiledModule::isVisibleAllTheWayOut)
                        .orElse(true);
    }

    private static ModuleDescriptor read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a published module has a module-info.java", e);
        }
    }
}

package io.noderesource.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;

/**
 * The rules that every published module keeps, as tests over its compiled classes.
 *
 * <p>A module has one test class {@code ArchitectureTest} that extends this one, names its floor, and adds what only that
 * module must keep. The classes are read from {@code target}, so the rules see what is published, with its tests apart.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reading the classes is the slow part
public abstract class LibraryRules {
    /** Seen in a signature, these would make our choice of library the user's. */
    private static final DescribedPredicate<JavaClass> OF_A_LIBRARY_WE_HIDE =
            resideInAnyPackage("com.google.common..", "com.fasterxml..", "com.sun.jna..");

    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAnyPackage("io.noderesource..internal..");

    private static final DescribedPredicate<JavaClass> PACKAGE_INFO =
            describe("package-info", type -> type.getSimpleName().equals("package-info"));

    /** The one class that starts processes. */
    private static final String COMMAND_RUNNER = "io.noderesource.linux.CommandRunner";

    private final CompiledModule module;
    private final int floor;
    private final Set<String> exceptionRoots;

    /**
     * Rules for the module in the current directory.
     *
     * @param floor the least number of classes to be found, so that no rule holds for want of classes; raise it as the
     *     module grows
     * @param exceptionRoots simple names of the types of which every public exception extends one
     */
    protected LibraryRules(int floor, String... exceptionRoots) {
        this(new CompiledModule(Path.of("target")), floor, exceptionRoots);
    }

    LibraryRules(CompiledModule module, int floor, String... exceptionRoots) {
        this.module = module;
        this.floor = floor;
        this.exceptionRoots = Set.of(exceptionRoots);
    }

    /**
     * Checks a rule against the module. A rule that meets no class it speaks of holds; the floor guards against that being
     * so for want of classes.
     *
     * @param rule what the classes of the module keep
     */
    protected final void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(module.classes());
    }

    /**
     * The classes of the module, without its tests.
     *
     * @return the classes, {@code package-info} included
     */
    protected final JavaClasses classesOfModule() {
        return module.classes();
    }

    @Test
    final void rulesMeetEnoughClasses() {
        assertThat(module.classes().that(DescribedPredicate.not(PACKAGE_INFO))).hasSizeGreaterThanOrEqualTo(floor);
    }

    @Test
    final void packagesSayWhatMayBeNull() {
        assertThat(module.classes().stream()
                        .map(JavaClass::getPackage)
                        .filter(room ->
                                !room.isAnnotatedWith(NullMarked.class) && !room.isAnnotatedWith(NullUnmarked.class))
                        .map(room -> room.getName())
                        .distinct())
                .as("packages without @NullMarked in a package-info")
                .isEmpty();
    }

    @Test
    final void packagesHaveNoCycles() {
        check(slices().matching("io.noderesource.(**)").should().beFreeOfCycles());
    }

    @Test
    final void exportedSignaturesHideLibrariesAndInternals() {
        assertThat(exportedClasses()
                        .flatMap(type -> seenOn(type)
                                .filter(this::isHidden)
                                .map(hidden -> type.getName() + " shows " + hidden.getName()))
                        .distinct()
                        .sorted())
                .as("hidden types in exported signatures")
                .isEmpty();
    }

    /** {@code -Dapi.update} writes the text anew, for a person to review and commit. */
    @Test
    final void exportedApiIsTheReviewedOne() {
        if (System.getProperty("api.update") != null) {
            module.writeApi();
        }
        assertThat(module.api())
                .as("the exported API against api.txt; when the change is wanted, write it anew with -Dapi.update")
                .isEqualTo(module.reviewedApi());
    }

    @Test
    final void exportedTypesAreNamedForWhatTheyAre() {
        check(noClasses().that(module.exported()).should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)"));
    }

    @Test
    final void exportedClassesAreFinalOrMadeToBeExtended() {
        check(classes()
                .that(module.exported())
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAssignableTo(Throwable.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .because("a class that users extend unplanned can never change"));
    }

    @Test
    final void visibleFieldsAreConstants() {
        check(fields().that()
                .areDeclaredInClassesThat(module.exported())
                .and(describe("are visible", CompiledModule::isVisible))
                .should()
                .beStatic()
                .andShould()
                .beFinal());
    }

    @Test
    final void optionalIsOnlyReturned() {
        check(noFields().should().haveRawType(Optional.class));
        assertThat(module.classes().stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(CompiledModule::isVisible)
                        .filter(unit -> unit.getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Optional.class)))
                        .map(JavaCodeUnit::getFullName))
                .as("methods that take an Optional")
                .isEmpty();
    }

    @Test
    final void exceptionsHaveOneRoot() {
        check(classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(describe(
                        "one of " + exceptionRoots, (JavaClass type) -> exceptionRoots.contains(type.getSimpleName())))
                .because("users catch one type and ask it for its code"));
        check(NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    @Test
    final void nativeCodeStaysInItsRooms() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.noderesource..internal.jna..", "io.noderesource.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .because("a wrong native call ends the process: these rooms are small and read with care"));
    }

    @Test
    final void processesHaveOneDoor() {
        check(noClasses()
                .that(describe(
                        "are not " + COMMAND_RUNNER,
                        type -> !type.getName().matches("\\Q" + COMMAND_RUNNER + "\\E(\\$.*)?")))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class)
                .orShould()
                .callMethodWhere(describe(
                        "it is Runtime.exec",
                        call -> call.getTargetOwner().isEquivalentTo(Runtime.class)
                                && call.getName().equals("exec")))
                .because("argument lists, deadlines and kills are written once"));
    }

    @Test
    final void librariesAreQuiet() {
        check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging.."));
    }

    @Test
    final void librariesNeverSleepBlindly() {
        check(noClasses()
                .should()
                .callMethodWhere(describe(
                        "it is Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .because("a wait is for a condition, with a deadline"));
    }

    @Test
    final void providersAreFoundOnModulePathAndClassPath() {
        assertThat(module.listed())
                .as("META-INF/services beside the module's provides")
                .isEqualTo(module.provided());
    }

    @Test
    final void everyTestIsRun() {
        assertThat(module.tests().stream()
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> type.getAllMethods().stream().anyMatch(LibraryRules::isTest))
                        .filter(type -> !outermost(type).getSimpleName().endsWith("Test"))
                        .map(JavaClass::getName))
                .as("tests whose class the build does not look for: its name ends in Test or SandboxTest")
                .isEmpty();
        assertThat(module.tests().stream()
                        .flatMap(type -> Stream.concat(
                                Stream.of(type).filter(all -> all.isAnnotatedWith(Disabled.class)),
                                type.getMethods().stream().filter(one -> one.isAnnotatedWith(Disabled.class))))
                        .map(Object::toString))
                .as("tests that are switched off")
                .isEmpty();
    }

    private Stream<JavaClass> exportedClasses() {
        return module.classes().stream().filter(module.exported());
    }

    private boolean isHidden(JavaClass type) {
        boolean ours = module.classes().contain(type.getName());
        return OF_A_LIBRARY_WE_HIDE.test(type)
                || INTERNAL.test(type)
                || (ours && !module.exported().test(type));
    }

    /** The types that a user of {@code type} meets: above it, in its type parameters, and in its visible members. */
    private static Stream<JavaClass> seenOn(JavaClass type) {
        Stream<JavaType> declared = Stream.of(
                        type.getSuperclass().stream(), type.getInterfaces().stream(), type.getTypeParameters().stream())
                .flatMap(types -> types);
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(CompiledModule::isVisible)
                .map(JavaField::getAllInvolvedRawTypes)
                .flatMap(Set::stream);
        Stream<JavaClass> codeUnits = type.getCodeUnits().stream()
                .filter(CompiledModule::isVisible)
                .flatMap(unit ->
                        Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream()));
        return Stream.of(declared.map(JavaType::getAllInvolvedRawTypes).flatMap(Set::stream), fields, codeUnits)
                .flatMap(types -> types)
                .map(JavaClass::getBaseComponentType);
    }

    private static boolean isTest(JavaMethod method) {
        return Stream.of(Test.class, TestFactory.class, TestTemplate.class).anyMatch(method::isMetaAnnotatedWith)
                || Stream.of(Test.class, TestFactory.class, TestTemplate.class).anyMatch(method::isAnnotatedWith);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LibraryRules::outermost).orElse(type);
    }
}

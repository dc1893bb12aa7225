package io.noderesource.backend.quotapath;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import io.noderesource.house.LibraryRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends LibraryRules {
    ArchitectureTest() {
        super(47, "NodeResourceException");
    }

    @Test
    void onlyTheRoomForItSpeaksToNativeCode() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAPackage("io.noderesource.backend.quotapath.internal.jna")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna.."));
    }
}

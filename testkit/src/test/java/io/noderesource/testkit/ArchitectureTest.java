package io.noderesource.testkit;

import io.noderesource.house.LibraryRules;

class ArchitectureTest extends LibraryRules {
    ArchitectureTest() {
        super(12, "NodeResourceException", "SimulatedCrash");
    }
}

package io.noderesource.testkit;

import io.noderesource.house.LibraryRules;

class ArchitectureTest extends LibraryRules {
    ArchitectureTest() {
        super(0, "NodeResourceException");
    }
}

package io.noderesource.backend.lvm;

import io.noderesource.house.LibraryRules;

class ArchitectureTest extends LibraryRules {
    ArchitectureTest() {
        super(0, "NodeResourceException");
    }
}

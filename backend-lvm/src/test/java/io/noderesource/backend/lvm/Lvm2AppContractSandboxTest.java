package io.noderesource.backend.lvm;

import io.noderesource.house.Needs;

/**
 * LVM's application library keeps the contract. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2app.library=} names its file.
 */
@Needs("lvm2app.library")
class Lvm2AppContractSandboxTest extends LvmContract {
    Lvm2AppContractSandboxTest() {
        super(EngineKind.LIBLVM2APP);
    }
}

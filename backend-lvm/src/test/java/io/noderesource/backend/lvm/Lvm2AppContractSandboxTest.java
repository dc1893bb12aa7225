package io.noderesource.backend.lvm;

import io.noderesource.house.InSandbox;

/**
 * LVM's application library keeps the contract. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2app.library=} names its file.
 */
@InSandbox(
        disks = {
            "256M:CONTRACT-1",
            "256M:CONTRACT-2",
            "256M:CONTRACT-3",
            "256M:CONTRACT-4",
            "256M:CONTRACT-5",
            "256M:CONTRACT-6"
        },
        needs = "lvm2app.library")
class Lvm2AppContractSandboxTest extends LvmContract {
    Lvm2AppContractSandboxTest() {
        super(EngineKind.LIBLVM2APP);
    }
}

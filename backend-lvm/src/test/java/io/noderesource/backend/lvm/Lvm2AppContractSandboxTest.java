package io.noderesource.backend.lvm;

import io.noderesource.house.InSandbox;

/**
 * LVM's application library keeps the contract. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2app.library=} names its file.
 */
@InSandbox(
        disks = {
            "64M:CONTRACT-1",
            "64M:CONTRACT-2",
            "64M:CONTRACT-3",
            "64M:CONTRACT-4",
            "64M:CONTRACT-5",
            "64M:CONTRACT-6"
        },
        needs = "lvm2app.library")
class Lvm2AppContractSandboxTest extends LvmContract {
    Lvm2AppContractSandboxTest() {
        super(EngineKind.LIBLVM2APP);
    }
}

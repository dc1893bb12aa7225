package io.noderesource.backend.lvm;

import io.noderesource.house.InSandbox;

/**
 * The command library of LVM 2.02 keeps the contract, too. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2cmd.library=} names its file.
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
        needs = "lvm2cmd.library")
class OldLvm2CmdContractSandboxTest extends LvmContract {
    OldLvm2CmdContractSandboxTest() {
        super(EngineKind.LIBLVM2CMD);
    }
}

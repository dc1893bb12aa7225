package io.noderesource.backend.lvm;

import io.noderesource.house.InSandbox;

/**
 * The command library of LVM 2.02 keeps the contract, too. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2cmd.library=} names its file.
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
        needs = "lvm2cmd.library")
class OldLvm2CmdContractSandboxTest extends LvmContract {
    OldLvm2CmdContractSandboxTest() {
        super(EngineKind.LIBLVM2CMD);
    }
}

package io.noderesource.backend.lvm;

import io.noderesource.house.Needs;

/**
 * The command library of LVM 2.02 keeps the contract, too. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2cmd.library=} names its file.
 */
@Needs("lvm2cmd.library")
class OldLvm2CmdContractSandboxTest extends LvmContract {
    OldLvm2CmdContractSandboxTest() {
        super(EngineKind.LIBLVM2CMD);
    }
}

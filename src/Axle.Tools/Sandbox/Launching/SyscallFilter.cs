using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Axle.Tools.Sandbox.Launching;

/// <summary>
/// The filter of system calls that a program in the sandbox lives under, as a classic BPF program (Linux <c>seccomp(2)</c>): everything is allowed but what
/// only serves to leave. Refused calls give EPERM, <c>clone3</c> gives ENOSYS so that libraries fall back to the <c>clone</c> whose flags can be looked at,
/// and calls of another architecture end the program.
/// </summary>
internal static class SyscallFilter
{
    private const ushort Load = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort JumpEqual = 0x15;
    private const ushort JumpAtLeast = 0x35;
    private const ushort JumpSet = 0x45;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = 0x00050001; // SECCOMP_RET_ERRNO | EPERM
    private const uint Unknown = 0x00050026; // SECCOMP_RET_ERRNO | ENOSYS
    private const uint Kill = 0x80000000;
    private const uint ForeignCalls = 0x40000000; // the x32 calls of x86-64
    private const uint NewUserNamespace = 0x10000000;
    private const int NumberAt = 0;
    private const int ArchitectureAt = 4;
    private const int FirstArgumentAt = 16;

    /// <summary>The filter for this machine; null for an architecture whose calls are not known here.</summary>
    public static byte[]? ForThisMachine() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => Write(0xc000003e, SyscallNumbers.X64),
        Architecture.Arm64 => Write(0xc00000b7, SyscallNumbers.Arm64),
        _ => null,
    };

    /// <summary>Writes the filter: eight bytes an instruction, as the kernel reads them.</summary>
    internal static byte[] Write(uint architecture, SyscallNumbers numbers)
    {
        var code = new List<(ushort Code, byte True, byte False, uint Value)>
        {
            (Load, 0, 0, ArchitectureAt),
            (JumpEqual, 1, 0, architecture),
            (Return, 0, 0, Kill),
            (Load, 0, 0, NumberAt),
            (JumpAtLeast, 0, 1, ForeignCalls),
            (Return, 0, 0, Refuse),
            (JumpEqual, 0, 1, numbers.Clone3),
            (Return, 0, 0, Unknown),
        };
        foreach (var refused in numbers.Refused)
        {
            code.Add((JumpEqual, 0, 1, refused));
            code.Add((Return, 0, 0, Refuse));
        }

        // clone with a new user namespace.
        code.Add((JumpEqual, 0, 3, numbers.CloneCall));
        code.Add((Load, 0, 0, FirstArgumentAt));
        code.Add((JumpSet, 0, 1, NewUserNamespace));
        code.Add((Return, 0, 0, Refuse));
        // socket of any family but local and internet ones: others, such as vsock, do not end at the network's walls. The number is loaded again, as an
        // argument may stand in its place by now.
        code.Add((Load, 0, 0, NumberAt));
        code.Add((JumpEqual, 0, 5, numbers.Socket));
        code.Add((Load, 0, 0, FirstArgumentAt));
        code.Add((JumpEqual, 3, 0, 1));
        code.Add((JumpEqual, 2, 0, 2));
        code.Add((JumpEqual, 1, 0, 10));
        code.Add((Return, 0, 0, Refuse));
        code.Add((Return, 0, 0, Allow));
        return Encode(code);
    }

    private static byte[] Encode(List<(ushort Code, byte True, byte False, uint Value)> code)
    {
        var bytes = new byte[code.Count * 8];
        for (var i = 0; i < code.Count; i++)
        {
            var at = bytes.AsSpan(i * 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, code[i].Code);
            (at[2], at[3]) = (code[i].True, code[i].False);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], code[i].Value);
        }

        return bytes;
    }
}

using System.Diagnostics;

namespace Axle.Tools.Sandbox.Launching;

/// <summary>One run of a box: files in, files out, and an end in any case.</summary>
internal sealed class BoxRun(BoxPrograms programs)
{
    /// <summary>Bytes of all that may come out of a box, beside its disk: headers of files.</summary>
    private const long Headers = 8L << 20;

    /// <summary>What the box is given beyond the program's own time, to begin and to pack its files.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Users outside of the ranges that systems hand out; each run another one, so that the kernel counts the processes of no other run with it.
    private const uint FirstUser = 2_000_000_000;
    private const uint Users = 100_000_000;

    /// <summary>Runs a command in a box.</summary>
    /// <param name="content">Everything that goes in, as tar.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="addressSpace">Bytes of address space of one process.</param>
    /// <param name="command">What runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the box at once.</param>
    public async Task<BoxEnd> RunAsync(
        ReadOnlyMemory<byte> content,
        SandboxLimits limits,
        long addressSpace,
        IEnumerable<string> command,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var group = ControlGroup.TryCreate(limits, time);
        using var filter = FilterFile.Open();
        uint? user = Environment.IsPrivilegedProcess ? FirstUser + (uint)Random.Shared.Next((int)Users) : null;
        var arguments = BoxCommand.Arguments(programs, filter.Path, group?.Directories ?? "", user, limits, addressSpace, command);
        var info = new ProcessStartInfo("/bin/bash", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/bin:/bin";
        var began = time.GetTimestamp();
        using var process = await LaunchThread.StartAsync(info);
        using var late = new CancellationTokenSource(limits.Time + Margin, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        await using var killing = ending.Token.Register(static p => Kill((Process)p!), process);
        var sending = SendAsync(process, content);
        var complaint = ReadComplaintAsync(process);
        var received = await ReceiveAsync(process, limits.Disk * 2 + Headers);
        await sending;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new BoxEnd(
            process.ExitCode, received, await complaint, time.GetElapsedTime(began), group?.RanOutOfMemory ?? false, ending.IsCancellationRequested);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: false);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }

    private static async Task SendAsync(Process process, ReadOnlyMemory<byte> content)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The box ended before it had read everything: its end says why.
        }
    }

    private static async Task<byte[]?> ReceiveAsync(Process process, long most)
    {
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var output = process.StandardOutput.BaseStream;
        while (await output.ReadAsync(buffer) is > 0 and var read)
        {
            if (received.Length + read > most)
            {
                Kill(process);
                return null;
            }

            received.Write(buffer, 0, read);
        }

        return received.ToArray();
    }

    private static async Task<string> ReadComplaintAsync(Process process)
    {
        const int Longest = 2000;
        var buffer = new char[Longest];
        var read = await process.StandardError.ReadBlockAsync(buffer);
        await process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return new string(buffer, 0, read).Trim();
    }
}

/// <summary>How a box ended.</summary>
/// <param name="ExitCode">Of the box, not of the program in it.</param>
/// <param name="Content">What came out, as tar; null when it was too much.</param>
/// <param name="Complaint">What the box itself said.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="RanOutOfMemory">Whether the kernel ended something in it for want of memory.</param>
/// <param name="WasKilled">Whether it had to be ended from outside.</param>
internal sealed record BoxEnd(int ExitCode, byte[]? Content, string Complaint, TimeSpan Duration, bool RanOutOfMemory, bool WasKilled);

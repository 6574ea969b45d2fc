using System.Globalization;
using System.Security.Cryptography;
using Axle.Bench.Workloads;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Bench.Cluster;

/// <summary>
/// What the steps of the cluster do, by the name of their tool: <c>noop</c> nothing, <c>wait</c> 200 ms, <c>compute.N</c> N blocks of work on one
/// core, <c>hold</c> two seconds, telling when it begins and ends. All of them return 100 bytes of JSON.
/// </summary>
internal sealed class NodeHandler : IStepHandler
{
    /// <summary>How long <c>wait</c> waits.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);
    private long _ended;

    /// <summary>Steps that have ended.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        switch (((ToolAction)context.Action).Tool.Split('.'))
        {
            case ["wait"]:
                await Task.Delay(Wait, TimeProvider.System, cancellationToken);
                break;
            case ["compute", var blocks]:
                Compute(int.Parse(blocks, CultureInfo.InvariantCulture));
                break;
            case ["hold"]:
                await HoldAsync(context, cancellationToken);
                break;
        }

        Interlocked.Increment(ref _ended);
        return NoOpHandler.Result;
    }

    /// <summary>One that is recalled is over, too: its worker may be killed later, and has it no more.</summary>
    private static async Task HoldAsync(StepContext context, CancellationToken cancellationToken)
    {
        Say("begin", context);
        try
        {
            await Task.Delay(Hold, TimeProvider.System, cancellationToken);
        }
        finally
        {
            Say("end", context);
        }
    }

    /// <summary>Work on one core: a block is 4 KiB hashed.</summary>
    public static void Compute(int blocks)
    {
        var block = new byte[4096];
        for (var i = 0; i < blocks; i++)
            SHA256.HashData(block).CopyTo(block, 0);
    }

    private static void Say(string what, StepContext context) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {context.RunId} {TimeProvider.System.GetUtcNow().UtcTicks}"));
}

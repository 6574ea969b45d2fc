using Axle.Testing.Hosting;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Keeps a decision waiting before it is stored, until it is let through: what comes meanwhile is decided together after it.</summary>
/// <param name="inner">Stores.</param>
/// <param name="holds">Which decision.</param>
internal sealed class HoldingStore(IRunStore inner, Func<RunAppend, bool> holds) : DelegatingRunStore(inner)
{
    private readonly TaskCompletionSource _through = new();

    public bool Holds { get; private set; }

    public override async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        if (!_through.Task.IsCompleted && holds(append))
        {
            Holds = true;
            await _through.Task;
        }

        await base.AppendAsync(append, cancellationToken);
    }

    public void LetThrough() => _through.SetResult();
}

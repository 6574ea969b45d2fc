using Axle.Cli.Hosting;

namespace Axle.Cli.Tests.Support;

/// <summary>Ctrl-C at the moment a test wants it.</summary>
internal sealed class FakeInterrupts : IInterrupts
{
    private Action<string>? _watcher;

    public IDisposable Watch(Action<string> onInterrupt)
    {
        _watcher = onInterrupt;
        return new Watching(this);
    }

    public void Interrupt(string what = "Ctrl-C") => (_watcher ?? throw new InvalidOperationException("Nobody watches for interrupts."))(what);

    private sealed class Watching(FakeInterrupts owner) : IDisposable
    {
        public void Dispose() => owner._watcher = null;
    }
}

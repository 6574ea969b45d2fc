using System.Runtime.InteropServices;

namespace Axle.Cli.Hosting;

/// <summary>The signals that the operating system sends to this process.</summary>
internal sealed class ProcessInterrupts : IInterrupts
{
    public IDisposable Watch(Action<string> onInterrupt) => new Watching(
        Register(PosixSignal.SIGINT, "Ctrl-C", onInterrupt),
        Register(PosixSignal.SIGTERM, "SIGTERM", onInterrupt));

    private static PosixSignalRegistration Register(PosixSignal signal, string name, Action<string> onInterrupt) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            onInterrupt(name);
        });

    private sealed class Watching(params PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (var registration in registrations)
                registration.Dispose();
        }
    }
}

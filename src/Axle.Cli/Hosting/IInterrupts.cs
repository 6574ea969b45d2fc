namespace Axle.Cli.Hosting;

/// <summary>Tells when somebody wants the process to stop: Ctrl-C or SIGTERM.</summary>
internal interface IInterrupts
{
    /// <summary>Calls back for every interrupt, from any thread, instead of ending the process; until disposed.</summary>
    /// <param name="onInterrupt">Gets what came, for people: <c>Ctrl-C</c> or <c>SIGTERM</c>.</param>
    IDisposable Watch(Action<string> onInterrupt);
}

using Axle.Cli.Commands;
using Axle.Transfers;

namespace Axle.Cli.Output.Progress;

/// <summary>How far a migration is: one line that changes on a terminal, and lines of their own elsewhere; on standard error.</summary>
internal sealed class MigrationView(Invocation call) : IDisposable
{
    /// <summary>Lines of one phase and table beside a terminal.</summary>
    private const int MostLines = 10;

    private const string Erase = "\r\u001b[K";
    private readonly bool _isLive = call.Outside.IsErrorTerminal && !call.Plain;
    private string _place = "";
    private string _said = "";
    private long _next;

    public void Show(MigrationProgress progress)
    {
        var text = TextOf(progress);
        if (_isLive)
        {
            call.Outside.Error.Write(Erase + Words.OneLine(text, Math.Max(20, call.Outside.Width - 1)));
            return;
        }

        var place = $"{progress.Phase} {progress.Table}";
        if (text == _said || (place == _place && progress.Rows < _next))
            return;
        (_place, _said, _next) = (place, text, progress.Rows + Math.Max(1, progress.Of / MostLines));
        call.Note(text);
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isLive)
            call.Outside.Error.Write(Erase);
    }

    public void Dispose() => Clear();

    private static string TextOf(MigrationProgress p) => p.Phase switch
    {
        MigrationPhase.Copying => $"Copying{Table(p)}: {p.Rows:N0} of about {p.Of:N0} rows",
        MigrationPhase.CatchingUp => $"Catching up: {Words.Count(p.Rows, "change")}",
        MigrationPhase.Verifying => $"Verifying{Table(p)}: {p.Rows:N0} of {p.Of:N0} rows",
        MigrationPhase.Waiting => $"Waiting for {string.Join(", ", p.WaitingFor)} to end: stop it now; what it changes is copied. With --now nobody is waited for.",
        _ => "Cutting over: nobody writes to the file.",
    };

    private static string Table(MigrationProgress p) => p.Table is { } table ? $" {table.Replace('_', ' ')}" : "";
}

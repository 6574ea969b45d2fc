using System.CommandLine;
using Axle.Cli.Output;
using Axle.Models.Configuration;

namespace Axle.Cli.Commands.Providers;

/// <summary>A command that asks one provider, or all that can be asked, and fails when one of them does.</summary>
/// <typeparam name="T">What is told of each.</typeparam>
internal abstract class ProviderAskingCommand<T> : AxCommand
{
    private readonly Argument<string?> _name = new("provider")
    {
        Description = "Name or alias of a provider; all that can be asked when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected ProviderAskingCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples) => Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var models = host.Get<ModelOptions>();
        var name = call.Get(_name);
        var entries = ProviderEntry.Named(models, name);
        // A provider that is asked for by name must answer; of the others those that cannot be asked are only told.
        var asked = entries.Where(e => name is not null || e.Obstacle is null).ToList();
        if (call.Outside.IsErrorTerminal && !call.Json)
            call.Note($"Asking {string.Join(", ", asked.Select(static e => e.Options.Name))} …");
        var told = await Task.WhenAll(asked.Select(entry => AskAsync(call, models, entry, cancellationToken)));
        Show(call, told);
        if (!call.Json)
        {
            foreach (var entry in entries.Except(asked))
                call.Note($"{entry.Options.Name} was not asked. {entry.Obstacle}");
        }

        return told.Any(IsFailure) ? ExitCodes.Failed : ExitCodes.Success;
    }

    /// <summary>Asks one. What goes wrong becomes part of what is told.</summary>
    protected abstract Task<T> AskAsync(Invocation call, ModelOptions models, ProviderEntry entry, CancellationToken cancellationToken);

    /// <summary>Whether it went wrong.</summary>
    protected abstract bool IsFailure(T told);

    /// <summary>Writes the answer.</summary>
    protected abstract void Show(Invocation call, IReadOnlyList<T> told);

    /// <summary>Why a provider that is asked for by name cannot be asked; null when it can.</summary>
    protected static AxleException? CannotAsk(ProviderEntry entry) => entry.Obstacle is { } obstacle
        ? new AxleException(
            entry.Options.Key is null && entry.Options.Enabled ? ErrorKind.Authentication : ErrorKind.Validation, $"{entry.Options.Name} cannot be asked. {obstacle}")
        : null;

    /// <summary>A time for a table.</summary>
    protected static string Time(long? milliseconds) => milliseconds is { } ms ? Words.Of(TimeSpan.FromMilliseconds(ms)) : "-";
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.Validation;

namespace Axle.Tools.Contract;

/// <summary>
/// All tools of a host by name, and the one door to call them: arguments are filled in and checked before a tool sees them.
/// Tools of sources come and go; all others stay. May be used by many threads.
/// </summary>
public sealed class ToolCatalog
{
    private const int LongestName = ToolShelf.LongestName;

    private readonly IToolSource[] _sources;
    private readonly ToolShelf _fixed;
    private readonly IToolGate? _gate;
    private ToolShelf _shelf;

    /// <summary>Takes the tools in. One whose schema is broken is put in <see cref="Quarantined"/> and does not hinder the others.</summary>
    /// <param name="tools">Tools that stay.</param>
    /// <param name="sources">Where more come from; null for nowhere.</param>
    /// <param name="gate">Decides about every call; null where there are no policies.</param>
    /// <exception cref="AxleException">Kind <see cref="ErrorKind.Validation"/>: two tools have the same name, or one has none.</exception>
    public ToolCatalog(IEnumerable<ITool> tools, IEnumerable<IToolSource>? sources = null, IToolGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _gate = gate;
        _sources = [.. sources ?? []];
        _fixed = ToolShelf.Of(tools);
        _shelf = _fixed;
    }

    /// <summary>The usable tools, by name.</summary>
    public IReadOnlyList<ITool> Tools => Shelf.Sorted;

    /// <summary>Names of tools that cannot be called because their schema is broken, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Quarantined => Shelf.Quarantined;

    /// <summary>Finds a usable tool by its exact name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ITool? tool)
    {
        tool = Shelf.Tools.GetValueOrDefault(name)?.Tool;
        return tool is not null;
    }

    /// <summary>Finds tools by words of their names and purposes, for catalogs too long to show whole.</summary>
    /// <param name="words">Words parted by anything; letter case is free, parts of names count.</param>
    /// <returns>Tools with at least one of the words, best first; a word in a name counts three times a word in a purpose.</returns>
    public IReadOnlyList<ITool> Search(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Shelf.Index.Search(words);
    }

    /// <summary>Fills in and checks arguments without calling the tool, for example of a call that a person has edited.</summary>
    /// <returns>The arguments with defaults, as the tool would get them.</returns>
    /// <exception cref="AxleException">As for <see cref="InvokeAsync"/>.</exception>
    public JsonElement Check(string name, JsonElement arguments, ToolContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Find(name).Check(arguments, context.Workspace);
    }

    /// <summary>Where the arguments of a tool go, as its schema says.</summary>
    /// <exception cref="AxleException">Kind <see cref="ErrorKind.NotFound"/> or <see cref="ErrorKind.Refused"/>: there is no such usable tool.</exception>
    public ImmutableArray<string> SinksOf(string name) => Find(name).Sinks;

    /// <summary>What the gate says of a call, without making it.</summary>
    /// <param name="name">The tool's exact name.</param>
    /// <param name="arguments">Arguments that were checked.</param>
    /// <param name="context">The place it would run in, with the label of what the caller has seen.</param>
    /// <param name="cancellationToken">Handed to the gate.</param>
    public async ValueTask<ToolGateAnswer> DecideAsync(string name, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tool = Find(name);
        return _gate is null
            ? new ToolGateAnswer(ToolGateVerdict.Allow, "")
            : await _gate.DecideAsync(new ToolGateCall(tool.Description, arguments, context, tool.Sinks), cancellationToken);
    }

    /// <summary>Checks a call and asks the gate about it, as if it were made, without making it: for callers who have the result already.</summary>
    /// <returns>The arguments as the tool would get them.</returns>
    /// <exception cref="AxleException">As for <see cref="InvokeAsync"/>: the call may not be made.</exception>
    public ValueTask<JsonElement> PassAsync(string name, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tool = Find(name);
        return PassAsync(tool, tool.Check(arguments, context.Workspace), context, cancellationToken);
    }

    /// <summary>Calls a tool with checked arguments.</summary>
    /// <param name="name">The tool's exact name.</param>
    /// <param name="arguments">An object; none at all or null counts as an empty one. At most 1 MiB, 64 KiB a string.</param>
    /// <param name="context">The place it runs in.</param>
    /// <param name="cancellationToken">Handed to the tool.</param>
    /// <exception cref="AxleException">
    /// Kind <see cref="ErrorKind.NotFound"/>: no such tool. <see cref="ErrorKind.Refused"/>: the tool is in quarantine, or the gate says no.
    /// <see cref="ErrorKind.Validation"/>: arguments do not match; <see cref="ToolFaults.Of"/> gives the single faults. Any kind: the tool itself failed.
    /// </exception>
    public async ValueTask<JsonElement> InvokeAsync(
        string name, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tool = Find(name);
        var whole = await PassAsync(tool, tool.Check(arguments, context.Workspace), context, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (tool.Description.Deadline is not { } limit)
        {
            return await tool.Tool.InvokeAsync(whole, context, cancellationToken);
        }

        using var deadline = new CancellationTokenSource(limit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await tool.Tool.InvokeAsync(whole, context, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(ErrorKind.Timeout, $"Tool '{name}' was stopped: it took longer than its {limit.TotalSeconds:0.###} s.");
        }
    }

    // Arguments that the gate changed are checked as any others.
    private async ValueTask<JsonElement> PassAsync(CheckedTool tool, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        if (_gate is null)
            return arguments;
        var name = tool.Description.Name;
        var answer = await _gate.DecideAsync(new ToolGateCall(tool.Description, arguments, context, tool.Sinks), cancellationToken);
        return answer.Verdict switch
        {
            ToolGateVerdict.Deny => throw new AxleException(ErrorKind.Refused, $"Tool '{name}' may not be called: {answer.Reason}"),
            ToolGateVerdict.Ask when context.ConsentOf is null => throw new AxleException(
                ErrorKind.Refused, $"Tool '{name}' needs a person's consent: {answer.Reason} Let the step depend on an approval."),
            _ => answer.Arguments is { } changed ? tool.Check(changed, context.Workspace) : arguments,
        };
    }

    // Made anew when a source has another list than before.
    private ToolShelf Shelf
    {
        get
        {
            var shelf = Volatile.Read(ref _shelf);
            if (_sources.Length > 0 && !shelf.IsOf(_sources))
            {
                shelf = _fixed.With(_sources, shelf);
                Volatile.Write(ref _shelf, shelf);
            }

            return shelf;
        }
    }

    /// <summary>A tool with what its arguments are checked with.</summary>
    internal CheckedTool Checked(string name) => Find(name);

    private CheckedTool Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var shelf = Shelf;
        if (shelf.Tools.TryGetValue(name, out var tool))
        {
            return tool;
        }

        if (shelf.Quarantined.TryGetValue(name, out var reason))
        {
            throw new AxleException(ErrorKind.Refused, $"Tool '{name}' cannot be called: {reason}");
        }

        if (_sources.Select(source => source.WhyMissing(name)).FirstOrDefault(why => why is not null) is { } known)
        {
            throw new AxleException(ErrorKind.NotFound, $"There is no tool named '{Shorten(name)}': {known}");
        }

        var hint = NearestName.Find(name, shelf.Tools.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : " Search the catalog for the tools there are.";
        throw new AxleException(ErrorKind.NotFound, $"There is no tool named '{Shorten(name)}'.{hint}");
    }

    private static string Shorten(string name) => name.Length <= LongestName ? name : $"{name[..LongestName]}…";
}

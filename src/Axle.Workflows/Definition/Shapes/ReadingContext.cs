using Axle.Schemas;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>What reading one file needs to know on the way, and the words of the faults that every shape can find.</summary>
internal sealed class ReadingContext
{
    public ReadingContext(FaultList faults, DeclaredNames names, bool allowNotExecutable)
    {
        Faults = faults;
        Names = names;
        AllowNotExecutable = allowNotExecutable;
        Expressions = new ExpressionReading(this);
    }

    /// <summary>What is wrong so far.</summary>
    public FaultList Faults { get; }

    /// <summary>Inputs and variables of the workflow.</summary>
    public DeclaredNames Names { get; }

    /// <summary>Reads expressions and remembers them for the check of references.</summary>
    public ExpressionReading Expressions { get; }

    /// <summary>Whether what this version does not execute is accepted.</summary>
    public bool AllowNotExecutable { get; }

    /// <summary>The workflow's defaults; known before any step is read.</summary>
    public StepDefaults Defaults { get; set; } = StepDefaults.None;

    /// <summary>The list of steps that is being read; null outside of steps.</summary>
    public StepScope? Scope { get; set; }

    /// <summary>Index in <see cref="Scope"/> of the step that is being read; -1 outside of steps.</summary>
    public int StepIndex { get; set; } = -1;

    /// <summary>The list of steps that belongs to the mapping being read and is not reached yet; a loop's conditions see it.</summary>
    public StepScope? PendingScope { get; set; }

    /// <summary>Every list of steps met so far.</summary>
    public List<StepScope> Scopes { get; } = [];

    /// <summary>Counts steps before they are read.</summary>
    public void CountSteps(Node list)
    {
        if ((StepCount += list.Items.Count) > SourceLimits.Steps)
        {
            throw new UnreadableException(
                FaultCode.TooManySteps, list.Offset, $"the workflow has more than {SourceLimits.Steps:N0} steps.",
                "Split it into workflows that call each other with 'uses', or use 'forEach'.");
        }
    }

    private int StepCount { get; set; }

    private int NamesLookedUp { get; set; }

    /// <summary>The known name that is nearest; null when none is near, or when so many were asked for that nobody reads the answer.</summary>
    public string? Nearest(string name, IEnumerable<string> known) =>
        ++NamesLookedUp <= 2 * SourceLimits.Faults ? NearestName.Find(name, known) : null;

    /// <summary>The value has another type.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">The key it belongs to.</param>
    /// <param name="words">What it must be.</param>
    /// <param name="name">Name of the value where it is not the key's.</param>
    public void WrongType(Node node, Key key, string words, string? name = null) => Faults.Add(
        FaultCode.WrongType, node, $"'{Shown.Text(name ?? key.Name)}' must be {words}, not {Found(node)}.", Example(key));

    /// <summary>A number, duration, text or list is outside its bounds.</summary>
    public void OutOfRange(Node node, Key key, string problem) => Faults.Add(
        FaultCode.OutOfRange, node, $"'{key.Name}' {problem}.", Example(key));

    /// <summary>A text is not in the form it must have.</summary>
    public void WrongForm(Node node, Key key, string words) => Faults.Add(
        FaultCode.WrongForm, node, $"'{Shown.Text(node.Text)}' is not {words}.", Example(key));

    /// <summary>An expression stands where none is evaluated.</summary>
    public void ExpressionNotHere(Node node, Key key) => Faults.Add(
        FaultCode.ExpressionNotHere, node, $"'{key.Name}' cannot hold an expression; it must be known before a run starts.", Example(key));

    /// <summary>A key that is part of the language but not of this version.</summary>
    public void NotExecutable(Node keyNode, Key key)
    {
        if (AllowNotExecutable)
            return;
        Faults.Add(FaultCode.NotExecutable, keyNode, $"'{key.Name}' is part of the language but does not execute in this version.", key.Instead!);
    }

    /// <summary>A key that the table does not have.</summary>
    public void UnknownKey(Node keyNode, ObjectShape table)
    {
        var name = keyNode.Text;
        var nearest = ForeignKeys.Find(name, table) ?? Nearest(name, table.AllKeys.Select(static k => k.Name));
        var elsewhere = nearest is null ? Language.KeyPlaces.Find(name) : null;
        if (elsewhere is not null)
        {
            Faults.Add(
                FaultCode.KeyOfAnotherKind, keyNode, $"key '{Shown.Text(name)}' does not belong in {table.Title}; it belongs in {elsewhere}.", "Move it there.");
            return;
        }

        Faults.Add(
            FaultCode.UnknownKey, keyNode, $"key '{Shown.Text(name)}' is unknown in {table.Title}.",
            nearest is null ? $"Known keys: {string.Join(", ", table.AllKeys.Select(static k => k.Name))}." : $"Did you mean '{nearest}'?");
    }

    private static string Example(Key key) => key.Example.Contains('\n', StringComparison.Ordinal)
        ? $"Write it like this: {string.Join(" ⏎ ", key.Example.Split('\n'))}"
        : $"Write it like this: {key.Example}";

    private static string Found(Node node) => node.Kind switch
    {
        NodeKind.Null => "nothing",
        NodeKind.Boolean => node.Text,
        NodeKind.Integer or NodeKind.Float => $"the number {Shown.Text(node.Text)}",
        NodeKind.Text => $"the text '{Shown.Text(node.Text)}'",
        NodeKind.List => "a list",
        _ => "a mapping",
    };
}

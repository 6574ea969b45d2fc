using Axle.Workflows.Runs.Timing;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>Writes a comparison as plain text: <c>+</c> came, <c>-</c> went, <c>~</c> is another, <c>&gt;</c> moved.</summary>
public sealed class ComparisonText
{
    private readonly TextWriter _output;
    private readonly JsonChangeText _changes;

    private ComparisonText(TextWriter output, int width)
    {
        _output = output;
        _changes = new JsonChangeText(output, width);
    }

    /// <summary>Writes the comparison.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="difference">The comparison.</param>
    /// <param name="width">Characters a line should have at most, 40 or more; values are cut to fit.</param>
    public static void Write(TextWriter output, RunDifference difference, int width = 120)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(difference);
        new ComparisonText(output, Math.Max(40, width)).Write(difference);
    }

    private void Write(RunDifference difference)
    {
        var (left, right) = (difference.Left, difference.Right);
        _output.WriteLine($"{left.Run} → {right.Run}  ({right.Workflow})");
        foreach (var field in difference.Fields)
            WriteField("  ", field);
        if (left.Duration is { } before && right.Duration is { } after)
            _output.WriteLine($"  duration: {SpanText.Of(before)} → {SpanText.Of(after)}");
        if (difference.IsSame)
            _output.WriteLine("  The runs did the same, with the same result.");
        WriteValue("inputs", difference.Inputs);
        WriteValue("variables", difference.Variables);
        WriteSteps(difference);
        WriteValue("outputs", difference.Outputs);
    }

    private void WriteValue(string name, JsonDifference difference)
    {
        if (difference.IsSame)
            return;
        _output.WriteLine($"{name}: {JsonChangeText.Count(difference)}");
        _changes.Write("  ", difference);
    }

    private void WriteSteps(RunDifference difference)
    {
        var (same, changed, added, removed) = difference.Counts;
        _output.WriteLine($"steps: {same} the same, {changed} different, {added} added, {removed} removed");
        foreach (var step in difference.Steps)
            WriteStep(step);
        if (changed + added + removed - difference.Steps.Length is > 0 and var more)
            _output.WriteLine($"  … and {more} more steps that differ");
    }

    private void WriteStep(StepDifference step)
    {
        var mark = step.Kind switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', _ => '~' };
        _output.WriteLine($"  {mark} {step.Path}  {Course(step)}");
        foreach (var field in step.Fields)
            WriteField("      ", field);
        if (step.Output.IsSame)
            return;
        _output.WriteLine($"      output: {JsonChangeText.Count(step.Output)}");
        _changes.Write("        ", step.Output);
    }

    private void WriteField(string indent, FieldDifference field)
    {
        if (field is { Left: { } left, Right: { } right } && left.Length + right.Length > JsonChangeText.LongField)
        {
            _output.WriteLine($"{indent}{field.Name}:");
            _output.WriteLine($"{indent}  - {JsonChangeText.OneLine(left, int.MaxValue)}");
            _output.WriteLine($"{indent}  + {JsonChangeText.OneLine(right, int.MaxValue)}");
            return;
        }

        _output.WriteLine($"{indent}{field.Name}: {Shown(field.Left)} → {Shown(field.Right)}");
    }

    private static string Shown(string? value) => JsonChangeText.OneLine(value ?? "none", int.MaxValue);

    private static string Course(StepDifference step)
    {
        if (step is { Left: { } left, Right: { } right })
            return $"({Took(left)} → {Took(right)})";
        var only = (step.Left ?? step.Right)!;
        return $"({only.Status.ToString().ToLowerInvariant()}, {Took(only)})";
    }

    private static string Took(StepCourse step) => step.Took is { } time ? SpanText.Of(time) : "did not run";
}

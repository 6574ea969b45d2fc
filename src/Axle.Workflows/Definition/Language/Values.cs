using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>Shapes of single values that several keys share.</summary>
internal static class Values
{
    public static TimeSpan LongestTime { get; } = TimeSpan.FromDays(3650);

    public static Shape<bool> Boolean { get; } = new BooleanShape();

    public static TextShape WorkflowName { get; } =
        new("a name of at most 128 letters, digits, '-', '_' and '.'", 128, NameForms.IsDotted, NameForms.DottedPattern);

    public static TextShape StepKey { get; } = new("a name of at most 100 letters, digits, '-' and '_'", 100, NameForms.IsKey, NameForms.KeyPattern);

    public static TextShape Word { get; } = new("a name without spaces", 200, NameForms.IsWord, @"^\S+$");

    public static TextShape Line { get; } = new("a text of at most 256 characters", 256);

    public static TextShape Paragraph { get; } = new("a text", 10_000);

    /// <summary>1 ms to ten years.</summary>
    public static Shape<TimeSpan> Time { get; } = new DurationShape(TimeSpan.FromMilliseconds(1), LongestTime);

    public static Shape<TimeSpan> TimeOrZero { get; } = new DurationShape(TimeSpan.Zero, LongestTime);

    public static Shape<int> Importance { get; } = new NumberShape<int>(-100, 100);

    public static Shape<(JsonElement Json, JsonSchema Schema)> Schema { get; } = new JsonSchemaShape();

    public static Shape<Template> StepInputs { get; } = new TemplateShape(TemplateForm.Mapping, ExpressionPlace.StepInput);

    public static Shape<Template> StepText { get; } = new TemplateShape(TemplateForm.Text, ExpressionPlace.Step);

    public static Shape<Template> StepMapping { get; } = new TemplateShape(TemplateForm.Mapping, ExpressionPlace.Step);

    public static Shape<ErrorKind> Error { get; } =
        new ChoiceShape<ErrorKind>([.. Enum.GetValues<ErrorKind>().Select(static k => (k.ToName(), k))]);

    public static Shape<Step> Undo { get; } = new UndoShape();
}

using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Reads how an action is reasoned about: <c>reasoning: plan</c>, or a mapping with limits.</summary>
internal static class ReasoningReader
{
    private const int MostTurns = 200;
    private const int MostReflections = 5;
    private static readonly string[] Keys = ["mode", "turns", "reflections", "delegates"];

    /// <summary>Null when nothing is said.</summary>
    public static ReasoningStyle? Read(MappingReader reader)
    {
        switch (reader.Find("reasoning"))
        {
            case null:
                return null;
            case YamlScalarNode { Value: { } mode } node:
                return new ReasoningStyle { Mode = Mode(reader, node, mode) };
            case YamlMappingNode mapping:
                return Limits(reader.Inside(mapping, "'reasoning'", Keys));
            case var other:
                reader.FaultAt(other, "'reasoning' must be once, react or plan, or a mapping with the keys mode, turns, reflections, delegates.");
                return null;
        }
    }

    private static ReasoningStyle Limits(MappingReader reader)
    {
        var style = new ReasoningStyle();
        if (reader.Find("mode") is YamlScalarNode { Value: { } mode } node)
            style = style with { Mode = Mode(reader, node, mode) };
        if (reader.Find("delegates") is not null)
            style = style with { Delegates = reader.Flag("delegates") };
        return style with
        {
            Turns = Number(reader, "turns", 1, MostTurns) ?? style.Turns,
            Reflections = Number(reader, "reflections", 0, MostReflections) ?? style.Reflections,
        };
    }

    private static ReasoningMode Mode(MappingReader reader, YamlNode node, string mode)
    {
        if (Enum.TryParse<ReasoningMode>(mode, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(mode[0]))
            return known;
        reader.FaultAt(node, $"there is no way of reasoning '{mode}'. Use once, react or plan.");
        return ReasoningMode.React;
    }

    private static int? Number(MappingReader reader, string key, int least, int most)
    {
        if (reader.OptionalText(key) is not { Length: > 0 } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        reader.FaultAt(key, $"'{key}' must be a whole number from {least} to {most}.");
        return null;
    }
}

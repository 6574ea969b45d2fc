using System.Collections.Immutable;
using System.Globalization;
using Axle.Schemas;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Reads the keys of one mapping; what is missing, unknown or of the wrong type becomes a fault and reading goes on.</summary>
internal sealed class MappingReader
{
    private const int MaxTextLength = 32 * 1024;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly YamlMappingNode _mapping;
    private readonly string _owner;
    private readonly FaultList _faults;

    public MappingReader(YamlMappingNode mapping, string owner, FaultList faults, string[] keys)
    {
        (_mapping, _owner, _faults) = (mapping, owner, faults);
        foreach (var (key, value) in mapping)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (keys.Contains(name, StringComparer.Ordinal))
                _values[name] = value;
            else
                FaultAt(key, UnknownKey(name, keys));
        }
    }

    /// <summary>Whether schemas inside the file are compiled to find their faults.</summary>
    public bool ChecksSchemas => _faults.ChecksSchemas;

    public string Text(string key) => Required(key) is { } node ? TextOf(node, key) : "";

    public string? OptionalText(string key) => Find(key) is { } node ? TextOf(node, key) : null;

    public string Identifier(string key)
    {
        var text = Text(key);
        if (text.Length > 0)
            CheckIdentifier(text, _values[key], key);
        return text;
    }

    public double Share(string key)
    {
        if (Required(key) is not { } node)
            return 0;
        if (node is YamlScalarNode { Value: { } text } &&
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1)
            return share;
        FaultAt(node, $"'{key}' must be a number above 0 and up to 1, for example 0.8.");
        return 0;
    }

    public bool Flag(string key)
    {
        if (Find(key) is not { } node)
            return false;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } && bool.TryParse(text, out var flag))
            return flag;
        FaultAt(node, $"'{key}' must be true or false.");
        return false;
    }

    public int? Whole(string key, int least, int most)
    {
        if (Find(key) is not { } node)
            return null;
        if (node is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        FaultAt(node, string.Create(CultureInfo.InvariantCulture, $"'{key}' must be a whole number from {least} to {most}."));
        return null;
    }

    /// <summary>A time such as <c>500ms</c>, <c>30s</c>, <c>5m</c> or <c>1h</c>.</summary>
    public TimeSpan? Time(string key, TimeSpan longest)
    {
        if (Find(key) is not { } node)
            return null;
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
        if (Measured(node, units) is { } seconds && seconds * 1000 >= 1 && seconds <= longest.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        FaultAt(node, $"'{key}' must be a time up to {longest.TotalHours:0} h with its unit, for example 500ms, 30s or 5m.");
        return null;
    }

    /// <summary>A size such as <c>64MB</c> or <c>2GB</c>, in bytes.</summary>
    public long? Bytes(string key, long least)
    {
        if (Find(key) is not { } node)
            return null;
        (string Unit, double Bytes)[] units = [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)];
        if (Measured(node, units) is { } bytes && bytes >= least && bytes <= 1L << 40)
            return (long)bytes;
        FaultAt(node, $"'{key}' must be a size of at least {least >> 20}MB with its unit, for example 64MB or 2GB.");
        return null;
    }

    public ImmutableArray<string> Texts(string key)
    {
        if (Find(key) is not { } node)
            return [];
        if (node is not YamlSequenceNode sequence)
        {
            FaultAt(node, $"'{key}' must be a list of texts, for example [one, two].");
            return [];
        }

        return [.. sequence.Select(item => TextOf(item, key)).Where(static text => text.Length > 0)];
    }

    public ImmutableArray<T> Objects<T>(string key, bool required, string[] keys, Func<MappingReader, T> read)
    {
        if ((required ? Required(key) : Find(key)) is not { } node)
            return [];
        if (node is not YamlSequenceNode sequence || (required && sequence.Children.Count == 0))
        {
            FaultAt(node, $"'{key}' must be a list{(required ? " with at least one entry" : "")}; each entry has {OneOf(keys)}.");
            return [];
        }

        return [.. sequence.Select(item => Nested(item, $"an entry of '{key}'", keys)).OfType<MappingReader>().Select(read)];
    }

    public ImmutableArray<T> Members<T>(string key, string[] keys, Func<string, MappingReader, T> read)
    {
        if (Find(key) is not { } node)
            return [];
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping)
        {
            FaultAt(node, $"'{key}' must be a mapping from name to {OneOf(keys)}, with at least one entry.");
            return [];
        }

        var members = ImmutableArray.CreateBuilder<T>();
        foreach (var (name, value) in mapping)
        {
            var text = TextOf(name, key);
            CheckIdentifier(text, name, "the name");
            if (Nested(value, $"'{text}'", keys) is { } reader)
                members.Add(read(text, reader));
        }

        return members.ToImmutable();
    }

    /// <summary>The mapping below a key; null when there is none.</summary>
    public MappingReader? Nested(string key, string[] keys) => Find(key) is { } node ? Nested(node, $"'{key}'", keys) : null;

    public YamlNode? Find(string key) => _values.GetValueOrDefault(key);

    public void Fault(int line, int column, string message) => _faults.Add(line, column, message);

    public void FaultAt(string key, string message) => FaultAt(Find(key) ?? _mapping, message);

    public void FaultAt(YamlNode node, string message) => _faults.Add((int)node.Start.Line, (int)node.Start.Column, message);

    /// <summary>Reads a mapping inside of this one.</summary>
    public MappingReader Inside(YamlMappingNode mapping, string owner, string[] keys) => new(mapping, owner, _faults, keys);

    private MappingReader? Nested(YamlNode node, string owner, string[] keys)
    {
        if (node is YamlMappingNode mapping)
            return new MappingReader(mapping, owner, _faults, keys);
        FaultAt(node, $"{owner} must be a mapping with {OneOf(keys)}.");
        return null;
    }

    private static double? Measured(YamlNode node, (string Unit, double Size)[] units)
    {
        if (node is not YamlScalarNode { Value: { } text })
            return null;
        foreach (var (unit, size) in units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            var count = text.AsSpan(0, text.Length - unit.Length).TrimEnd();
            if (double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return number * size;
        }

        return null;
    }

    private YamlNode? Required(string key)
    {
        var node = Find(key);
        if (node is null)
            FaultAt(_mapping, $"{_owner} has no '{key}'; add it.");
        return node;
    }

    private string TextOf(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text } && text.Trim() is { Length: > 0 and <= MaxTextLength } trimmed)
            return trimmed;
        FaultAt(node, $"'{key}' must be text of 1 to {MaxTextLength} characters.");
        return "";
    }

    private void CheckIdentifier(string text, YamlNode node, string key)
    {
        const int MaxLength = 64;
        if (text.Length is 0 or > MaxLength || !text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            FaultAt(node, $"{key} '{text}' must be 1 to {MaxLength} characters out of a-z, 0-9 and '-'.");
    }

    private string UnknownKey(string name, string[] keys) => NearestName.Find(name, keys) is { } nearest
        ? $"{_owner} has no key '{name}'. Did you mean '{nearest}'?"
        : $"{_owner} has no key '{name}'. Known keys: {string.Join(", ", keys)}.";

    private static string OneOf(string[] keys) => $"the keys {string.Join(", ", keys)}";
}

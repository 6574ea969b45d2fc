using Axle.Tools.BuiltIn.Sources.Lexing;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>Runs a rule table over one file.</summary>
internal sealed class PatternMatcher
{
    /// <summary>Names that values from outside the program usually have.</summary>
    private const string Outside = @"(?i)\breq\b|request|params?\b|argv|\bargs\b|input|query\b|\$_(get|post|request|cookie|server)|\bbody\b|form\b|user_?(name|id|input)|\bname\b|\bid\b";

    private readonly PatternRuleSet _rules;
    private readonly TokenFile _file;
    private readonly string? _lowered;
    private readonly List<Finding> _findings = [];

    private PatternMatcher(PatternRuleSet rules, TokenFile file, string? lowered) => (_rules, _file, _lowered) = (rules, file, lowered);

    /// <param name="rules">The table.</param>
    /// <param name="file">The file.</param>
    /// <param name="lowered">Why findings here matter less; null in code that ships.</param>
    public static IReadOnlyList<Finding> Run(PatternRuleSet rules, TokenFile file, string? lowered)
    {
        var matcher = new PatternMatcher(rules, file, lowered);
        if (rules.For(file.Language) is not { } index)
            return [];
        for (var i = 0; i < file.Count; i++)
        {
            if (file.IsName(i))
                matcher.Name(index, i);
            else if (file[i].Kind is TokenKind.Literal)
                matcher.Literal(index, i);
            if (index.Sequences.Count > 0)
                matcher.Sequence(index, i);
        }

        matcher.Lines(index);
        return matcher._findings;
    }

    private void Name(LanguageRules index, int at)
    {
        var word = _file.At(at).ToString();
        foreach (var (rule, pattern) in index.Calls(word))
        {
            if (pattern.Start(_file, at) is >= 0 and var start && CallSite.Read(_file, start, at) is { } site)
                Call(rule, site);
        }

        foreach (var rule in index.Assigns(word))
            Assign(rule, at);
    }

    private void Call(PatternRule rule, CallSite site)
    {
        Argument? shown = null;
        var built = false;
        foreach (var condition in rule.Args)
        {
            if (!Holds(condition, site, out var argument))
                return;
            shown ??= argument;
            built |= argument is not null && condition.Shape is ArgumentShape.Dynamic &&
                Shapes.Of(_file, argument.First, argument.Last) is ArgumentShape.Built;
        }

        // Asked for a variable argument, a text put together on the spot is the surer sign.
        var sure = built || rule.Args.All(a => a.Shape is not ArgumentShape.Dynamic);
        Report(rule, site.Start, site.End, site.Name, shown, sure);
    }

    private bool Holds(ArgumentCondition condition, CallSite site, out Argument? found)
    {
        found = null;
        if (condition.Name is { } name)
        {
            found = site.Named(_file, name);
            return condition.Absent ? found is null && !Spreads(site) : found is not null && Fits(condition, found);
        }

        if (condition.At < 0)
        {
            found = site.Arguments.FirstOrDefault(a => Fits(condition, a));
            return condition.Absent ? found is null : found is not null;
        }

        found = condition.At < site.Arguments.Count ? site.Arguments[condition.At] : null;
        return condition.Absent ? found is null : found is not null && Fits(condition, found);
    }

    /// <summary>Arguments handed on as a whole (<c>**options</c>, <c>...rest</c>) may hold the missing one.</summary>
    private bool Spreads(CallSite site) => site.Arguments.Any(a => _file.IsAny(a.First, ["**", "...", "*"]));

    private bool Fits(ArgumentCondition condition, Argument argument)
    {
        if (condition.Shape is { } shape && !Shapes.Fits(shape, Shapes.Of(_file, argument.First, argument.Last)))
            return false;
        var text = _file.Slice(argument.First, argument.Last);
        // A built text may have been put together above and given a name.
        if (condition.Shape is ArgumentShape.Built && Shapes.Source(_file, argument.First, argument.Last) is { } source)
            text = _file.Slice(source.First, source.Last);
        return (condition.Matches is null || PatternText.Matches(condition.Matches, text)) &&
            (condition.NotMatches is null || !PatternText.Matches(condition.NotMatches, text));
    }

    private void Assign(PatternRule rule, int at)
    {
        var operation = at + 1;
        // "key": value in JSON-like notation is a string; here the name is a word. Quoted brackets close first: x["key"] = value.
        if (_file.Is(operation, "]"))
            operation++;
        if (!_file.IsAny(operation, ["=", ":", "=>", ":=", "+="]))
            return;
        var end = ValueEnd(operation + 1);
        var value = new Argument(null, operation + 1, end);
        if (end < value.First || (rule.Value is { } condition && !Fits(condition, value)))
            return;
        Report(rule, at, end, at, value, rule.Value?.Shape is not ArgumentShape.Dynamic ||
            Shapes.Of(_file, value.First, value.Last) is ArgumentShape.Built);
    }

    private int ValueEnd(int from)
    {
        var at = from;
        while (at < _file.Count && !_file.IsAny(at, [";", ",", ")", "}", "]"]) &&
            (at == from || _file[at].Line == _file[at - 1].Line || _file.IsAny(at - 1, ["+", "=", ".", "(", "?", ":"]) ||
            _file.IsAny(at, ["+", ".", "?", ":"])))
            at = _file.IsAny(at, ["(", "[", "{"]) ? _file.Close(at) + 1 : at + 1;
        return Math.Min(at, _file.Count) - 1;
    }

    private void Literal(LanguageRules index, int at)
    {
        foreach (var rule in index.Literals)
        {
            if (rule.Value?.Shape is ArgumentShape.Built && !Holes.In(_file.Language.Id, _file.At(at)))
                continue;
            if (PatternText.Matches(rule.Literal!, _file.At(at)))
                Report(rule, at, at, at, new Argument(null, at, at), sure: true);
        }

        // A quoted key: { "verify": false }, config["DEBUG"] = True.
        foreach (var rule in index.Assigns(_file.At(at).Trim("\"'`").ToString()))
            Assign(rule, at);
    }

    private void Sequence(LanguageRules index, int at)
    {
        foreach (var (rule, words) in index.Sequences)
        {
            if (words[0] != "_" && !_file.Is(at, words[0]))
                continue;
            var i = 0;
            while (i < words.Length && at + i < _file.Count && (words[i] == "_" || _file.Is(at + i, words[i])))
                i++;
            if (i == words.Length)
                Report(rule, at, at + words.Length - 1, at, null, sure: true);
        }
    }

    private void Lines(LanguageRules index)
    {
        if (index.Lines.Count == 0)
            return;
        for (var line = 1; line <= _file.LineCount; line++)
        {
            var text = _file.CodeLine(line);
            foreach (var rule in index.Lines)
            {
                if (PatternText.For(rule.Line!).Match(text) is { Success: true } match &&
                    (!rule.InLoop || _file.Loops.HoldsLine(_file, line)) && Surroundings(rule, line, line))
                    Add(rule, line, line, match.Value.Trim(), match.Groups.Count > 1 ? match.Groups[1].Value
                        : match.Value.Trim(), match.Value.Trim(), sure: true);
            }
        }
    }

    private void Report(PatternRule rule, int from, int to, int name, Argument? argument, bool sure)
    {
        var line = _file[from].Line;
        var last = _file[Math.Min(to, _file.Count - 1)].Line;
        if (rule.InLoop && (_file.Loops.Around(from) is not { } loop || LastRound.Is(_file, loop, from)))
            return;
        if (Surroundings(rule, line, last))
            Add(rule, line, last, _file.Short(from, to), argument is null ? ""
                : _file.Short(argument.First, argument.Last, 50), _file.Short(from, name), sure);
    }

    private bool Surroundings(PatternRule rule, int first, int last) =>
        (rule.Near is null || PatternText.Matches(rule.Near, _file.CodeAround(first - 1, last + 1))) &&
        (rule.Unless is null || !PatternText.Matches(rule.Unless, _file.CodeAround(first - 1, last + 1))) &&
        (rule.InFile is null || PatternText.Matches(rule.InFile, _file.Code)) &&
        (rule.PathMatches is null || PatternText.Matches(rule.PathMatches, _file.Path));

    private static bool AsksForShape(PatternRule rule) =>
        rule.Value?.Shape is ArgumentShape.Dynamic or ArgumentShape.Built ||
            rule.Args.Any(a => a.Shape is ArgumentShape.Dynamic or ArgumentShape.Built);

    private void Add(PatternRule rule, int line, int endLine, string code, string argument, string name, bool sure)
    {
        var message = rule.Message.Replace("{code}", code, StringComparison.Ordinal).Replace("{arg}", argument,
            StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal);
        var severity = sure || rule.Severity <= Severity.Low ? rule.Severity : rule.Severity - 1;
        // A text put together from the program's own values is a weakness; from a caller's values it is a hole.
        if (severity > Severity.Medium && AsksForShape(rule) && !PatternText.Matches(Outside, argument))
            severity = Severity.Medium;
        var confidence = sure ? rule.Confidence : Math.Round(rule.Confidence - 0.2, 2);
        var finding = rule.ToRule().At(new Place(_file.Path, line, endLine, _file.Language.Id), message, severity, confidence, _lowered);
        if (!_findings.Exists(f => f.Line == finding.Line && f.Rule == finding.Rule))
            _findings.Add(finding);
    }
}

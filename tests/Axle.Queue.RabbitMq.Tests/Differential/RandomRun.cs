using System.Globalization;
using System.Text;

namespace Axle.Queue.RabbitMq.Tests.Differential;

/// <summary>Makes a workflow out of a seed: lists, loops and branches inside each other, over steps of every kind that workers make.</summary>
internal sealed class RandomRun(int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _keys;

    public string Make()
    {
        Line(0, string.Create(CultureInfo.InvariantCulture, $"name: random-{seed}"));
        Line(0, "defaults: { retry: { maxAttempts: 3, initialDelay: 1ms, maxDelay: 5ms, on: [network, timeout, unknown] } }");
        Line(0, "steps:");
        List(1, 3, inItem: false);
        return _text.ToString();
    }

    private void List(int indent, int depth, bool inItem)
    {
        var before = new List<string>();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"s{_keys++}");
            Line(indent, $"- key: {key}");
            if (before.Count > 0 && _random.Next(3) > 0)
                Line(indent + 1, $"dependsOn: [{string.Join(", ", before.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(before[0]))}]");
            if (_random.Next(6) == 0)
                Line(indent + 1, "continueOnError: true");
            switch (depth > 0 ? _random.Next(9) : 9)
            {
                case 0:
                    Line(indent + 1, "forEach:");
                    Line(indent + 2, "items: [1, 2, 3]");
                    Line(indent + 2, $"concurrency: {_random.Next(1, 4)}");
                    Line(indent + 2, "onItemError: continue");
                    Line(indent + 2, "steps:");
                    List(indent + 3, depth - 1, inItem: true);
                    break;
                case 1:
                    Line(indent + 1, "loop:");
                    Line(indent + 2, $"maxIterations: {_random.Next(1, 4)}");
                    Line(indent + 2, _random.Next(4) == 0 ? "while: '${{ true }}'" : "until: '${{ true }}'");
                    Line(indent + 2, "steps:");
                    List(indent + 3, depth - 1, inItem: false);
                    break;
                case 2:
                    Line(indent + 1, "parallel:");
                    foreach (var branch in (string[])["left", "right"])
                    {
                        Line(indent + 2, $"{branch}:");
                        List(indent + 3, depth - 1, inItem: false);
                    }

                    break;
                default:
                    Work(indent + 1, inItem);
                    break;
            }

            before.Add(key);
        }
    }

    private void Work(int indent, bool inItem)
    {
        Line(indent, _random.Next(5) switch
        {
            0 => "prompt: 'Say ${{ 2 }}'",
            1 => "code: { language: python, source: 'output = 1' }",
            2 => "run: { command: [echo, '${{ 4 }}'] }",
            3 => "agent: somebody\n" + new string(' ', indent * 2) + "action: something",
            _ => "tool: some.thing",
        });
        Line(indent, inItem ? "with: { item: '${{ item }}' }" : string.Create(CultureInfo.InvariantCulture, $"with: {{ n: {_random.Next(100)} }}"));
        if (_random.Next(4) == 0)
            Line(indent, string.Create(CultureInfo.InvariantCulture, $"priority: {_random.Next(-1, 2) * 10}"));
        if (_random.Next(4) == 0)
            Line(indent, "attemptTimeout: 10m");
        if (_random.Next(5) == 0)
            Line(indent, "fallback: [{ tool: other.thing }]");
        if (_random.Next(5) == 0)
            Line(indent, "effect: once");
    }

    private void Line(int indent, string text) => _text.Append(' ', indent * 2).Append(text).Append('\n');
}

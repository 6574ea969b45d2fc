using Axle.Workflows.Ports;

namespace Axle.Workflows.Tests.InMemory;

/// <summary>The order of a work queue as its rule says it: one list, looked at from end to end.</summary>
internal sealed class NaiveQueue(int agingInterval)
{
    private readonly List<StepWork> _works = [];
    private readonly Dictionary<(int, string), int> _turns = [];
    private int _taken;
    private int _turn;

    public int Count => _works.Count;

    public void Add(StepWork work)
    {
        // Whoever had nothing to do stands at the end of the line.
        if (!_works.Any(w => LineOf(w) == LineOf(work)))
            _turns[LineOf(work)] = _turn++;
        _works.Add(work);
    }

    public StepWork Take()
    {
        StepWork work;
        if (++_taken % agingInterval == 0)
        {
            work = _works[0];
        }
        else
        {
            var important = _works.Where(w => Level(w) == _works.Max(Level)).ToArray();
            var line = important.Select(LineOf).MinBy(l => _turns[l]);
            work = important.Where(w => LineOf(w) == line).OrderByDescending(static w => w.Context.CriticalPath).First();
            _turns[line] = _turn++;
        }

        _works.Remove(work);
        return work;
    }

    private static (int, string) LineOf(StepWork work) => (Level(work), work.Context.Attributes.GetValueOrDefault("tenant") ?? "");

    private static int Level(StepWork work) => Math.Clamp(work.Context.Priority, -100, 100);
}

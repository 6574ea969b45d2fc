using Axle.Testing.Simulation;
using Axle.Testing.Simulation.Generation;

namespace Axle.Simulation.Tests;

/// <summary>Fan-in × loop × waiting for people × crash and rollback: nothing is lost, nothing is taken twice.</summary>
public sealed class MatrixTests
{
    [Theory]
    [InlineData(FanIn.Join)]
    [InlineData(FanIn.Parallel)]
    [InlineData(FanIn.ForEach)]
    [InlineData(FanIn.NestedForEach)]
    internal void Every_combination_survives_every_crash_and_rollback(FanIn fanIn)
    {
        var paces = Enum.GetValues<Pace>();
        var runs = 0;
        foreach (var (number, combination) in MatrixCase.All().Where(c => c.FanIn == fanIn).Index())
        {
            // Every combination at every pace; after each of its commits at one of them.
            foreach (var pace in paces)
                runs += Matrix.Run(combination, pace, pace == paces[number % paces.Length] ? 1 : 5);
        }

        runs.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void There_are_all_combinations() => MatrixCase.All().Count().ShouldBe(4 * 3 * 3 * 2);
}

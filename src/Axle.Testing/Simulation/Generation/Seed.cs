namespace Axle.Testing.Simulation.Generation;

/// <summary>Makes sources of chance out of seeds.</summary>
internal static class Seed
{
    /// <summary>Seeds that follow each other give sources that have nothing to do with each other, which those of <see cref="Random"/> do.</summary>
    public static Random Start(int seed)
    {
        // The finaliser of MurmurHash3 (Appleby, public domain).
        var mixed = (uint)seed;
        mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6bu;
        mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35u;
        return new Random((int)(mixed ^ (mixed >> 16)));
    }
}

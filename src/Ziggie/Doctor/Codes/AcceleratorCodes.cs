using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>Where models compute.</summary>
internal static class AcceleratorCodes
{
    public static readonly DoctorCode OnProcessor = new(
        "G401", "A model computes on the processor though a graphics card is there", Severity.Warning, Layer.Accelerator,
        """
        The machine has a graphics card, and nothing of the model is on it: answers take ten times as long, and nothing says why. The server was built without support for the card, started before its driver was there, was told to use no layers of it, or found no room and fell back silently. Programs in containers see a card only where they were given one (see G403).
        """,
        """
        Ollama: read its log for why (`journalctl -u ollama | grep -i -E 'gpu|cuda|rocm'`), update the driver, and restart it after the driver. llama-server: use a build for the card and `-ngl 99`. Ziggie's own engine: `ziggie engine install --gpu cuda` (or `vulkan`), and no `gpuLayers: 0` in the settings. Unload and load the model again afterwards.
        """)
    { ByHand = ["ollama ps", "nvidia-smi", "journalctl -u ollama | grep -i -E 'gpu|cuda|vram' | tail"] };

    public static readonly DoctorCode PartlyOnProcessor = new(
        "G402", "A model is only partly on the graphics card", Severity.Warning, Layer.Accelerator,
        """
        The model with its context did not fit into the card's free memory, so some layers compute on the processor. Each token waits for the slowest part: with a tenth of the layers on the processor half the speed is gone.
        """,
        """
        Make it fit: a smaller quantisation (Q4_K_M), a shorter context, fewer parallel requests (`OLLAMA_NUM_PARALLEL=1`), a compact cache (`OLLAMA_FLASH_ATTENTION=1` with `OLLAMA_KV_CACHE_TYPE=q8_0`), or free the card from what else is on it (see G406). Then load the model again.
        """)
    { ByHand = ["ollama ps   # PROCESSOR shows how much is where", "curl -s URL/api/ps | jq '.models[] | {name, size, size_vram}'", "nvidia-smi"] };

    public static readonly DoctorCode ContainerWithoutCard = new(
        "G403", "A container has no access to the graphics card", Severity.Warning, Layer.Accelerator,
        """
        A model server runs in a container that was not given the machine's card. It starts without complaint and computes on the processor. The card must be asked for when the container is made; it can't be added to one that runs.
        """,
        """
        NVIDIA: install nvidia-container-toolkit once, then `docker run --gpus all …`, or in a compose file `deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}`. Podman: `--device nvidia.com/gpu=all`. AMD: `--device /dev/kfd --device /dev/dri` and an image for ROCm. Make the container anew: `docker compose up -d --force-recreate`.
        """)
    { ByHand = ["docker inspect -f '{{json .HostConfig.DeviceRequests}} {{json .HostConfig.Devices}}' NAME", "docker exec NAME nvidia-smi", "nvidia-smi"] };

    public static readonly DoctorCode MemoryTaken = new(
        "G406", "Other programs hold the graphics card's memory", Severity.Warning, Layer.Accelerator,
        """
        The model is not, or only partly, on the card, because other programs hold so much of its memory that it did not fit: another model server, a training run, a forgotten notebook, a desktop, or an old copy of the same server.
        """,
        """
        End or unload what need not be there: `ollama stop MODEL`, close the notebook, stop the other server. Then load the model again, since what was loaded stays where it is.
        """)
    { ByHand = ["nvidia-smi --query-compute-apps=pid,process_name,used_memory --format=csv", "ps -o pid,user,lstart,cmd -p PID"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [OnProcessor, PartlyOnProcessor, ContainerWithoutCard, MemoryTaken];
}

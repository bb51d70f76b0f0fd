#!/bin/sh
#SBATCH --time=24:00:00
#SBATCH --gres=gpu:1
set -e
python train.py --config config.yaml --resume none

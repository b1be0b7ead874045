"""Passe par le shell avec !, %run, %%writefile et system()."""

!cat /etc/shadow; ls -la / /root /home
%run {PROJET}/solutions/get_targets.py
%cd /
%env
get_ipython().system("cat /proc/1/environ; env")
%load_ext autograder
